import Kernel
import Model

/// Where JSON documents lie that queries store under paths: a JSONStor, or the store of the Cortex itself.
public protocol DocumentStore: Sendable {
    /// The document at a path, or the part of it under `property`. Nil where there is none.
    func get(_ path: [String], property: [String]?) throws(Fault) -> ModelValue?
    /// Sets a document, or a part of one that exists. Returns whether it could.
    func set(_ path: [String], _ value: ModelValue, property: [String]?) throws(Fault) -> Bool
    /// Deletes a document, or a part of one. Returns whether there was something to delete.
    func delete(_ path: [String], property: [String]?) throws(Fault) -> Bool
    /// Every document below a path, with the rest of its path, in order.
    func documents(below path: [String]) throws(Fault) -> [(path: [String], value: ModelValue)]
}

/// Documents among those of the Cortex: for a Cortex without a JSONStor.
struct EmbeddedDocuments: DocumentStore {
    let host: CortexHost

    /// More parts than a path needs.
    private static let partsMax = 64

    private static func key(_ path: [String]) throws(Fault) -> String {
        guard path.count <= partsMax, path.allSatisfy({ !$0.contains("\u{0}") }) else {
            throw Fault(.badArgument, "a path has at most \(partsMax) parts", advice: "Use a shorter path")
        }
        return path.joined(separator: "\u{0}")
    }

    func get(_ path: [String], property: [String]?) throws(Fault) -> ModelValue? {
        let value = try host.store.get(.json, Self.key(path))
        guard let property else { return value }
        var part = value
        for name in property { part = part.flatMap { Self.part(of: $0, name) } }
        return part
    }

    private static func part(of value: ModelValue, _ name: String) -> ModelValue? {
        switch value {
        case .dict: value[name]
        case .list(let items): Int(name).flatMap { items.indices.contains($0) ? items[$0] : nil }
        default: nil
        }
    }

    func set(_ path: [String], _ value: ModelValue, property: [String]?) throws(Fault) -> Bool {
        let key = try Self.key(path)
        return try host.commit { _, changes throws(Fault) in
            guard let property, let name = property.first else {
                changes.append(.put(.json, key, value: value))
                return true
            }
            guard let old = try host.store.get(.json, key) else { return false }
            guard let new = Self.changed(old, name, property.dropFirst(), to: value) else { return false }
            changes.append(.put(.json, key, value: new))
            return true
        }
    }

    func delete(_ path: [String], property: [String]?) throws(Fault) -> Bool {
        let key = try Self.key(path)
        return try host.commit { _, changes throws(Fault) in
            guard let old = try host.store.get(.json, key) else { return false }
            guard let property, let name = property.first else {
                changes.append(.delete(.json, key: key))
                return true
            }
            guard let new = Self.changed(old, name, property.dropFirst(), to: nil) else { return false }
            changes.append(.put(.json, key, value: new))
            return true
        }
    }

    /// The value with a part of it replaced, or removed with nil. Nil where there is no such place.
    private static func changed(_ old: ModelValue, _ name: String, _ rest: ArraySlice<String>, to new: ModelValue?) -> ModelValue? {
        var replacement = new
        if let next = rest.first {
            guard let inner = part(of: old, name), let changed = changed(inner, next, rest.dropFirst(), to: new) else { return nil }
            replacement = changed
        }
        switch old {
        case .dict:
            var document = CoreDocument(old)
            if replacement == nil, document[name] == nil { return nil }
            document[name] = replacement
            return document.value
        case .list(var items):
            guard let position = Int(name), items.indices.contains(position) else { return nil }
            if let replacement { items[position] = replacement } else { items.remove(at: position) }
            return .list(items)
        default: return nil
        }
    }

    func documents(below path: [String]) throws(Fault) -> [(path: [String], value: ModelValue)] {
        let prefix = path.isEmpty ? "" : try Self.key(path) + "\u{0}"
        var found: [(path: [String], value: ModelValue)] = []
        try host.store.forEach(.json, prefix: prefix) { key, value in
            found.append((key.dropFirst(prefix.count).split(separator: "\u{0}", omittingEmptySubsequences: false).map(String.init), value))
            return true
        }
        return found
    }
}

extension CortexHost {
    /// The Axon of this Cortex.
    public var bytes: any BytesStore { EmbeddedBytes(host: self) }
    /// The JSONStor of this Cortex.
    public var documents: any DocumentStore { EmbeddedDocuments(host: self) }
}
