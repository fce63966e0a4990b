import Kernel
import Model

/// One `catch`.
struct CatchClause: Sendable {
    /// A name, a list of names, or `*`.
    let names: any StormExpression
    let variable: VariableName
    let block: StormBlock

    /// Whether it is for a fault of this name.
    func matches(_ name: String, _ runtime: StormRuntime, _ input: NodePath?) throws -> Bool {
        let value = try names.value(runtime, input)
        if case .string(let text) = value { return text == "*" || text == name }
        guard case .list(let list) = value else {
            throw Fault(.stormRuntime, "catch block must be a str or list object. \(value.typeName) not allowed.")
        }
        for item in list.items {
            let text = try item.toText(runtime)
            if text == "*" || text == name { return true }
        }
        return false
    }
}

/// `try` and its `catch` blocks.
struct TryOperator: Operator {
    private let body: StormBlock
    private let catches: [CatchClause]

    init(_ body: StormBlock, _ catches: [CatchClause]) {
        self.body = body
        self.catches = catches
    }

    func isQuiet(_ runtime: StormRuntime) -> Bool { body.isQuiet(runtime) && catches.allSatisfy { $0.block.isQuiet(runtime) } }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        var isEmpty = true
        let passing = runtime.passing(sink)
        try source { item in
            isEmpty = false
            try self.attempt(runtime, item, sink, passing)
        }
        if isEmpty { try attempt(runtime, nil, sink, passing) }
    }

    private func attempt(_ runtime: StormRuntime, _ input: NodePath?, _ sink: @escaping Sink, _ passing: @escaping Sink) throws {
        do {
            if let input { try body.run(runtime, with: input, passing) } else { try body.runOnce(runtime, passing) }
        } catch let passed as StormPassing {
            throw passed.error
        } catch let fault as Fault {
            // What ends the run from outside is nothing that a query can deal with.
            if fault.code == .cancelled || fault.code == .deadline { throw fault }
            guard let clause = try clause(fault, runtime, input) else { throw fault }
            runtime.set(clause.variable, ErrorValue.value(fault))
            if let input {
                input.path.variables[clause.variable] = nil
                try clause.block.run(runtime, with: input, sink)
            } else {
                try clause.block.runOnce(runtime, sink)
            }
        }
    }

    private func clause(_ fault: Fault, _ runtime: StormRuntime, _ input: NodePath?) throws -> CatchClause? {
        let name = ErrorValue.name(fault)
        for clause in catches where try clause.matches(name, runtime, input) { return clause }
        return nil
    }
}

/// A fault as the variable of a `catch`.
public enum ErrorValue {
    /// The name that `catch` compares: the one given to `$lib.raise`, or that of the fault.
    public static func name(_ fault: Fault) -> String {
        if fault.code == .stormRaise, case .string(let name)? = fault.fields["errname"] { return name }
        return fault.code.name
    }

    /// `{"name": ..., "mesg": ..., "info": ...}`.
    public static func value(_ fault: Fault) -> StormValue {
        let info = StormDict()
        for (key, value) in fault.fields.sorted(by: { $0.key < $1.key }) where key != "errname" || fault.code != .stormRaise {
            info[key] = StormValue(field: value)
        }
        return .dict(["name": .string(name(fault)), "mesg": .string(fault.message), "info": .dict(info)])
    }
}

extension StormValue {
    /// The value of a field of a fault.
    public init(field value: Kernel.Value) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .uint(let number): self = .integer(BigInteger(number))
        case .float(let number): self = .float(number)
        case .string(let text): self = .string(text)
        case .bytes(let bytes), .ext(_, let bytes): self = .bytes(bytes)
        case .array(let items): self = .list(StormList(items.map { StormValue(field: $0) }))
        case .map(let entries):
            let dict = StormDict()
            for entry in entries { if let key = StormKey(StormValue(field: entry.key)) { dict[key] = StormValue(field: entry.value) } }
            self = .dict(dict)
        }
    }

    /// The value as a field of a fault; nil for what has no such form.
    public var field: Kernel.Value? { (try? primitive())?.field }
}

extension ModelValue {
    /// The value as a field of a fault.
    public var field: Kernel.Value {
        switch self {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .int(let number): .int(number)
        case .big(let number): UInt64(number.description).map(Kernel.Value.uint) ?? .string(number.description)
        case .float(let number): .float(number)
        case .string(let text): .string(text)
        case .bytes(let bytes): .bytes(bytes)
        case .list(let items): .array(items.map(\.field))
        case .dict(let entries): .map(entries.map { Kernel.Value.Entry(.string($0.key), $0.value.field) })
        }
    }
}
