import Kernel

/// A record is a map with text keys: the shape of every message. Fields that a reader does not know are skipped, fields that a writer
/// does not send are nil or a fault, so that the two sides may be of different versions.
extension Packer {
    /// Starts a record of `count` fields.
    public mutating func packRecord(_ count: Int) { packMapHeader(count) }

    /// One field of a record.
    @inlinable
    public mutating func pack(_ name: String, _ value: some Packable) {
        pack(name)
        value.pack(into: &self)
    }
}

extension Unpacker {
    /// Steps over a record and remembers where its fields lie.
    public mutating func record() throws(Fault) -> Record {
        let count = try mapHeader()
        guard count <= Record.fieldsMax else { throw fault("a record has at most \(Record.fieldsMax) fields, this one claims \(count)") }
        var fields: [Record.Field] = []
        fields.reserveCapacity(count)
        for _ in 0..<count {
            let name = try stringRange()
            fields.append(Record.Field(name: name, value: try skip()))
        }
        return Record(bytes: bytes, fields: fields)
    }
}

/// The fields of one record, unpacked when asked for.
public struct Record: Sendable {
    /// More fields than any message has; more is an attempt to waste our time.
    static let fieldsMax = 256

    struct Field: Sendable {
        let name: Range<Int>
        let value: Range<Int>
    }

    let bytes: [UInt8]
    let fields: [Field]

    /// The value of the field `name`.
    /// - Throws: `BadDataValu` where it is missing or has another shape.
    @inlinable
    public func required<Content: Packable>(_ name: String, _ type: Content.Type = Content.self) throws(Fault) -> Content {
        guard var unpacker = nested(name) else {
            throw Fault(.badData, "the field \(name) is missing", fields: ["field": .string(name)])
        }
        do throws(Fault) {
            return try Content(unpacking: &unpacker)
        } catch {
            throw Fault(.badData, "the field \(name) is malformed", fields: ["field": .string(name)], cause: error)
        }
    }

    /// The value of the field `name`; nil where it is missing or nil.
    /// - Throws: `BadDataValu` where it has another shape.
    @inlinable
    public func optional<Content: Packable>(_ name: String, _ type: Content.Type = Content.self) throws(Fault) -> Content? {
        guard var unpacker = nested(name), !unpacker.unpackNil() else { return nil }
        do throws(Fault) {
            return try Content(unpacking: &unpacker)
        } catch {
            throw Fault(.badData, "the field \(name) is malformed", fields: ["field": .string(name)], cause: error)
        }
    }

    /// A reader of the field `name` alone.
    public func nested(_ name: String) -> Unpacker? {
        let wanted = name.utf8Span.span
        let all = bytes.span
        for field in fields where field.name.count == wanted.count {
            let start = field.name.lowerBound
            var matched = 0
            while matched < wanted.count, all[start + matched] == wanted[matched] { matched += 1 }
            if matched == wanted.count { return Unpacker(bytes, in: field.value) }
        }
        return nil
    }
}
