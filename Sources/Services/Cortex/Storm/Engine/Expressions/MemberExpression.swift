import Kernel

/// A value and what hangs on it: `$x.name`, `$x.$name`, `$f(...)`, in any number.
struct ChainExpression: StormExpression {
    enum Link: Sendable {
        case name(String)
        case item(any StormExpression)
        case call(CallLink)
    }

    private let base: any StormExpression
    private let links: [Link]
    let dependence: NodeDependence

    init(_ base: any StormExpression, _ links: [Link]) {
        self.base = base
        self.links = links
        var dependence = base.dependence
        for link in links {
            switch link {
            case .name: break
            case .item(let name): dependence.formUnion(name.dependence)
            case .call(let call): dependence.formUnion(call.dependence)
            }
        }
        self.dependence = dependence
    }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        var value = try base.value(runtime, input)
        for link in links {
            switch link {
            case .name(let name): value = try value.member(name, runtime)
            case .item(let name): value = value.isNull ? .null : try value.item(try name.value(runtime, input), runtime)
            case .call(let call): value = try call.value(of: value, runtime, input)
            }
        }
        return value
    }
}

/// `(...)` behind a value.
struct CallLink: Sendable {
    let arguments: [any StormExpression]
    let named: [(name: String, value: any StormExpression)]
    /// The whole call as it is written, for messages.
    let text: String

    var dependence: NodeDependence { .union(arguments.map(\.dependence) + named.map(\.value.dependence)) }

    func value(of function: StormValue, _ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        guard case .object(let object) = function, object.isCallable else {
            throw Fault(.stormRuntime, "'\(function.typeName)' object is not callable: \(text)")
        }
        if runtime.isReadOnly, !object.isReadOnlySafe {
            let name = (object as? BoundFunction)?.fullName ?? object.quoted
            throw Fault(
                .isReadOnly, "\(name)() is not marked readonly safe.", advice: "Run the query without the option `readonly`")
        }
        var values: [StormValue] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments { values.append(try argument.value(runtime, input)) }
        var namedValues: [(name: String, value: StormValue)] = []
        for (name, value) in named { namedValues.append((name, try value.value(runtime, input))) }
        return try object.call(Call(runtime, input: input, arguments: values, named: namedValues))
    }
}

extension StormValue {
    /// `$x.name`. Null has every member, and each is null. Throws `NoSuchName`, `NoSuchType`.
    public func member(_ name: String, _ runtime: StormRuntime) throws -> StormValue {
        switch self {
        case .null: return .null
        case .object(let object):
            if let value = try object.member(name, runtime) { return value }
        case .dict(let dict): return dict[name] ?? .null
        case .list(let list):
            if let method = method(name, runtime) { return method }
            return list.item(try StormValue.string(name).toInt()) ?? .null
        case .string, .bytes:
            if let method = method(name, runtime) { return method }
        case .bool, .undefined: break
        case .int, .big, .float:
            throw Fault(.noSuchType, "Unable to convert python primitive to StormType ( \(typeName) )")
        }
        throw Fault(
            .noSuchName, "Cannot find name [\(name)] on type \(typeName)", fields: ["name": .string(name), "styp": .string(typeName)])
    }

    private func method(_ name: String, _ runtime: StormRuntime) -> StormValue? {
        let type = typeName
        guard let method = runtime.context.catalogue.method(name, of: type) else { return nil }
        return .object(BoundFunction(method, subject: self, path: type))
    }

    /// `$x.$key`.
    public func item(_ key: StormValue, _ runtime: StormRuntime) throws -> StormValue {
        switch self {
        case .dict(let dict):
            guard let key = StormKey(key) else {
                throw Fault(.badArgument, "Mutable values are not allowed as dictionary keys", fields: ["name": .string(key.quoted)])
            }
            return dict[key] ?? .null
        case .list(let list):
            if case .string(let name) = key { return try member(name, runtime) }
            return list.item(try key.toInt()) ?? .null
        case .object(let object):
            if let value = try object.item(key, runtime) { return value }
            let name = try key.text(runtime)
            throw Fault(
                .noSuchName, "Cannot find name [\(name)] on type \(typeName)",
                fields: ["name": .string(name), "styp": .string(typeName)])
        default: return try member(try key.text(runtime), runtime)
        }
    }

    /// `$x.$key = value`; undefined deletes.
    public func setItem(_ key: StormValue, _ value: StormValue, _ runtime: StormRuntime) throws {
        let newValue: StormValue? = value.isUndefined ? nil : value
        switch self {
        case .dict(let dict):
            guard let name = StormKey(key) else {
                throw Fault(.badArgument, "Mutable values are not allowed as dictionary keys", fields: ["name": .string(key.quoted)])
            }
            if dict.count >= StormDict.countMax { throw StormFaults.listTooLong }
            dict[name] = newValue
        case .list(let list):
            try list.set(try key.toInt(), newValue)
        case .object(let object):
            guard try object.setItem(key, newValue, runtime) else { throw notAssignable }
        case .int, .big, .float, .null, .undefined:
            throw Fault(.noSuchType, "Unable to convert python primitive to StormType ( \(self.pythonTypeName) )")
        default: throw notAssignable
        }
    }

    private var notAssignable: Fault {
        let name =
            switch self {
            case .string: "Str"
            case .bytes: "Bytes"
            case .bool: "Bool"
            default: typeName
            }
        return Fault(.noSuchName, "\(name) does not support assignment.")
    }

    var pythonTypeName: String {
        switch self {
        case .null: "NoneType"
        case .bool: "bool"
        default: typeName
        }
    }
}

extension StormList {
    /// The item at `position`, counted from the end when negative; nil where there is none.
    func item(_ position: Int) -> StormValue? {
        let place = position < 0 ? items.count + position : position
        return items.indices.contains(place) ? items[place] : nil
    }

    /// Sets an item, or removes it with nil.
    func set(_ position: Int, _ value: StormValue?) throws {
        try requireChangeable()
        let place = position < 0 ? items.count + position : position
        guard items.indices.contains(place) else {
            if value == nil { return }
            throw Fault(.stormRuntime, "list assignment index out of range")
        }
        if let value { items[place] = value } else { items.remove(at: place) }
    }

    /// Throws for a tuple.
    func requireChangeable() throws {
        if isTuple { throw Fault(.stormRuntime, "'tuple' object does not support item assignment") }
    }
}
