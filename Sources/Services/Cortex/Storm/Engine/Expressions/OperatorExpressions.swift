import Kernel
import Model

/// `and`, `or`: the value that decides as a truth value.
struct LogicExpression: StormExpression {
    private let operands: [any StormExpression]
    private let isOr: Bool
    let dependence: NodeDependence

    init(_ operands: [any StormExpression], isOr: Bool) {
        self.operands = operands
        self.isOr = isOr
        dependence = .union(operands.map(\.dependence))
    }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        for operand in operands where try operand.value(runtime, input).toBool() == isOr { return .bool(isOr) }
        return .bool(!isOr)
    }
}

/// `not x`.
struct NotExpression: StormExpression {
    private let operand: any StormExpression

    init(_ operand: any StormExpression) { self.operand = operand }

    var dependence: NodeDependence { operand.dependence }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue { .bool(try !operand.value(runtime, input).toBool()) }
}

/// `-x`.
struct NegateExpression: StormExpression {
    private let operand: any StormExpression

    init(_ operand: any StormExpression) { self.operand = operand }

    var dependence: NodeDependence { operand.dependence }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        try Arithmetic.multiply(StormNumber(casting: try operand.value(runtime, input)), .int(-1)).value
    }
}

/// An operation of two values.
enum BinaryOperation: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
    case power = "**"
    case equal = "="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case prefix = "^="
    case matches = "~="

    func apply(_ left: StormValue, _ right: StormValue, _ runtime: StormRuntime) throws -> StormValue {
        switch self {
        case .equal: return .bool(try Comparing.isEqual(left, right))
        case .unequal: return .bool(try !Comparing.isEqual(left, right))
        case .prefix:
            let (text, start) = (try left.toText(runtime), try right.toText(runtime))
            return .bool(text.utf8.starts(with: start.utf8))
        case .matches:
            let (text, pattern) = (try left.toText(runtime), try right.toText(runtime))
            return .bool(try runtime.model.environment.match(pattern, in: text) != nil)
        default: break
        }
        let (one, other) = (try StormNumber(casting: left), try StormNumber(casting: right))
        switch self {
        case .add: return try Arithmetic.add(one, other).value
        case .subtract: return try Arithmetic.subtract(one, other).value
        case .multiply: return try Arithmetic.multiply(one, other).value
        case .divide: return try Arithmetic.divide(one, other).value
        case .modulo: return try Arithmetic.modulo(one, other).value
        case .power: return try Arithmetic.power(one, other)
        case .less: return .bool(one < other)
        case .lessOrEqual: return .bool(one < other || one == other)
        case .greater: return .bool(other < one)
        default: return .bool(other < one || one == other)
        }
    }
}

/// `=` of expressions: as values that can be stored.
enum Comparing {
    static func isEqual(_ left: StormValue, _ right: StormValue) throws -> Bool {
        switch (left, right) {
        case (.object(let object), _) where !(object is DecimalObject):
            if object is NodeObject || object is QueryObject { return try StormValue(object.primitive()).isEqual(to: primitive(right)) }
            return object.isEqual(to: right)
        case (_, .object(let object)) where !(object is DecimalObject):
            if object is NodeObject || object is QueryObject { return try StormValue(object.primitive()).isEqual(to: primitive(left)) }
            return object.isEqual(to: left)
        default: return left.isEqual(to: right)
        }
    }

    private static func primitive(_ value: StormValue) throws -> StormValue {
        if case .object(let object) = value { return StormValue(try object.primitive()) }
        return value
    }
}

/// `a + b - c`, `a < b` and the like: operations of one precedence, from left to right.
struct OperatorExpression: StormExpression {
    private let first: any StormExpression
    private let rest: [(operation: BinaryOperation, operand: any StormExpression)]
    let dependence: NodeDependence

    init(_ first: any StormExpression, _ rest: [(BinaryOperation, any StormExpression)]) {
        self.first = first
        self.rest = rest.map { (operation: $0.0, operand: $0.1) }
        dependence = .union([first.dependence] + rest.map(\.1.dependence))
    }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        var value = try first.value(runtime, input)
        for (operation, operand) in rest {
            let other = try operand.value(runtime, input)
            // Small integers, nearly everything in loops, need none of the casts.
            if case .int(let a) = value, case .int(let b) = other, let quick = operation.quick(a, b) {
                value = quick
            } else {
                value = try operation.apply(value, other, runtime)
            }
        }
        return value
    }
}

extension BinaryOperation {
    /// The result for small integers; nil where it does not fit or needs more care.
    func quick(_ a: Int64, _ b: Int64) -> StormValue? {
        switch self {
        case .add:
            let (sum, overflow) = a.addingReportingOverflow(b)
            return overflow ? nil : .int(sum)
        case .subtract:
            let (difference, overflow) = a.subtractingReportingOverflow(b)
            return overflow ? nil : .int(difference)
        case .multiply:
            let (product, overflow) = a.multipliedReportingOverflow(by: b)
            return overflow ? nil : .int(product)
        case .equal: return .bool(a == b)
        case .unequal: return .bool(a != b)
        case .less: return .bool(a < b)
        case .lessOrEqual: return .bool(a <= b)
        case .greater: return .bool(a > b)
        case .greaterOrEqual: return .bool(a >= b)
        default: return nil
        }
    }
}
