import Kernel
import Storm

/// `$lib.cache`
enum CacheLibrary {
    static let library = StormLibrary(
        "cache", help: "Values kept for the next time.",
        functions: [
            StormFunction(
                "fixed", ["callback", .optional("size", 10_000)],
                help: "Keeps what a query returns for a key, which it has as $cache_key, for at most so many keys.",
                examples: [StormExample("$c=$lib.cache.fixed(${ return(`v-{$cache_key}`) }) return($c.get(a))", returns: "v-a")]
            ) { call in
                let text = try callback(call)
                let size = try call.int(1)
                guard (1...CacheObject.sizeMax).contains(size) else {
                    throw Fault(
                        .badArgument, "Cache size must be between 1-\(CacheObject.sizeMax)", fields: ["size": .int(Int64(size))])
                }
                do {
                    return .object(CacheObject(try call.runtime.query(text), size: size))
                } catch let fault as Fault {
                    throw Fault(.badArgument, "Invalid callback query: \(fault.message)", fields: fault.fields)
                }
            }
        ])

    private static func callback(_ call: Call) throws -> String {
        switch call.value(0) {
        case .string(let text): return text
        case .object(let query as QueryObject): return query.text
        case .object(let object): return object.quoted
        default: throw Fault(.badArgument, "Invalid callback: it must be a query")
        }
    }
}

/// Keeps what a query returns for a key. When it is full, the key that came first makes room.
final class CacheObject: CountedObject {
    static let sizeMax = 10_000

    static let type = StormObjectType(
        "cache:fixed", help: "Keeps what a query returns for a key.",
        methods: [
            StormFunction("get", ["key"], help: "What the query returns for a key, asked once.") { call in
                try call.subject(as: CacheObject.self).value(call.value(0), call.runtime)
            },
            StormFunction("pop", ["key"], help: "Removes a key and gives what was kept for it, or null.") { call in
                let cache = try call.subject(as: CacheObject.self)
                let key = try CacheObject.key(call.value(0))
                let value = cache.kept[key]
                cache.kept[key] = nil
                return value ?? .null
            },
            StormFunction("put", ["key", "value"], help: "Keeps a value for a key.") { call in
                try call.subject(as: CacheObject.self).keep(call.value(1), CacheObject.key(call.value(0)))
                return .null
            },
            StormFunction("clear", help: "Forgets everything.") { call in
                try call.subject(as: CacheObject.self).kept.removeAll()
                return .null
            },
        ],
        values: ["query": { object, _ in .string((object as? CacheObject)?.query.text ?? "") }])

    private let query: StormQuery
    private let size: Int
    private let kept = StormDict()

    init(_ query: StormQuery, size: Int) {
        self.query = query
        self.size = size
    }

    var count: Int { kept.count }

    private static func key(_ value: StormValue) throws -> StormKey {
        if let key = StormKey(value) { return key }
        throw Fault(.badArgument, "The key of a cache must not be a value that can change: \(value.quoted)")
    }

    private func keep(_ value: StormValue, _ key: StormKey) {
        if kept[key] == nil, kept.count >= size, let first = kept.pairs.first { kept[first.key] = nil }
        kept[key] = value
    }

    private func value(_ key: StormValue, _ runtime: StormRuntime) throws -> StormValue {
        let name = try Self.key(key)
        if let value = kept[name] { return value }
        var value = StormValue.null
        do {
            try runtime.subquery(query, variables: ["cache_key": key], shares: false) { _ in try runtime.check() }
        } catch StormSignal.return {
            value = runtime.context.takeReturned()
        }
        keep(value, name)
        return value
    }
}
