import Kernel
import Model
import Storm

extension Call {
    /// Bytes that a library makes of other bytes at most: what a query holds in memory.
    static let bytesMax = 256 << 20

    /// The argument, which must be bytes already. Throws `BadArg` in the reference's words.
    func bytes(_ position: Int, named name: String) throws -> [UInt8] {
        if case .bytes(let bytes) = value(position) { return bytes }
        throw Fault(.badArgument, "\(name) is not bytes.", advice: "Use the method encode() of a text")
    }

    /// The argument as bytes for a codec; text is refused as the reference's codecs do.
    func binary(_ position: Int, while doing: String) throws -> [UInt8] {
        if case .bytes(let bytes) = value(position) { return bytes }
        throw CodecFaults.failed(
            doing, "a bytes-like object is required, not '\(value(position).pythonTypeName)'", value(position))
    }

    /// An argument that is a count or an offset; negative ones are refused.
    func count(_ position: Int, named name: String) throws -> Int {
        let number = try int(position)
        guard number >= 0 else { throw Fault(.badArgument, "\(name) must not be negative") }
        return number
    }

    /// The subject of a method of bytes.
    func subjectBytes() throws -> [UInt8] {
        if case .bytes(let bytes) = subject { return bytes }
        throw Fault(.stormRuntime, "a method of bytes was called on a value of the type \(subject.typeName)")
    }

    /// The subject of a method of text.
    func subjectString() throws -> String {
        if case .string(let text) = subject { return text }
        throw Fault(.stormRuntime, "a method of str was called on a value of the type \(subject.typeName)")
    }
}

extension StormValue {
    /// The kind of value in the words of Python's messages.
    var pythonTypeName: String {
        switch self {
        case .null: "NoneType"
        case .undefined: "undef"
        case .bool: "bool"
        case .int, .big: "int"
        case .float: "float"
        case .string: "str"
        case .bytes: "bytes"
        case .list(let list): list.isTuple ? "tuple" : "list"
        case .dict: "dict"
        case .object(let object): object.typeName
        }
    }

    /// The integer that this is or writes, however large.
    func wholeNumber() -> BigInteger? {
        switch self {
        case .int(let number): BigInteger(number)
        case .big(let number): number
        case .bool(let flag): BigInteger(Int64(flag ? 1 : 0))
        case .string(let text): NumberText.integer(text)
        case .float(let number): Int64(exactly: number.rounded(.towardZero)).map { BigInteger($0) }
        default: nil
        }
    }
}

/// What the reference says when a codec fails.
enum CodecFaults {
    /// Characters of a value that a message repeats.
    private static let quotedMax = 256

    /// `Error during base64 decoding - why: 'value'`.
    static func failed(_ doing: String, _ why: String, _ value: StormValue) -> Fault {
        Fault(.stormRuntime, "Error during \(doing) - \(why): \(trimmed(value.quoted))")
    }

    static func trimmed(_ text: String) -> String {
        text.unicodeScalars.count <= quotedMax ? text : String(text.unicodeScalars.prefix(quotedMax - 3)) + "..."
    }
}
