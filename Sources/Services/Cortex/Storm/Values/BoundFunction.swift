import Kernel
import Model

/// A function of a library, or a method with the value that it was taken from.
public final class BoundFunction: StormObject {
    /// The type `function`, without methods.
    public static let type = StormObjectType("function", help: "Something that can be called.")

    /// What is called.
    public let function: StormFunction
    /// The value that the method was taken from; undefined for a function of a library.
    public let subject: StormValue
    /// What stands before the name in messages: `str`, `$lib.time`.
    let path: String

    public init(_ function: StormFunction, subject: StormValue = .undefined, path: String) {
        self.function = function
        self.subject = subject
        self.path = path
    }

    /// `$lib.time.format`, `str.split`.
    public var fullName: String { path.isEmpty ? function.name : path + "." + function.name }

    /// Always true.
    public var isCallable: Bool { true }
    /// Whether a read-only run may call the function.
    public var isReadOnlySafe: Bool { function.isReadOnlySafe }

    /// Calls the function on its subject. Throws `AuthDeny` where its permission is missing, `StormRuntimeError` where the arguments do
    /// not fit, and what its body throws.
    public func call(_ call: Call) throws -> StormValue {
        if let permission = function.permission { try call.runtime.require(permission) }
        let binding = ArgumentBinding(function.parameters, isMethod: !subject.isUndefined, name: fullName)
        return try function.body(binding.bind(call, subject: subject))
    }
}

/// Puts arguments to parameters, and says what does not fit in the words of the reference.
struct ArgumentBinding {
    private let parameters: [Parameter]
    /// What the reference counts with the arguments: the object itself, for methods and library functions alike.
    private let name: String

    init(_ parameters: [Parameter], isMethod: Bool, name: String) {
        self.parameters = parameters
        self.name = name
    }

    func bind(_ call: Call, subject: StormValue) throws -> Call {
        let plain = parameters.filter { $0.kind == .plain }
        var bound = [StormValue?](repeating: nil, count: plain.count)
        var rest: [StormValue] = []
        for (position, value) in call.arguments.enumerated() {
            if position < plain.count { bound[position] = value } else { rest.append(value) }
        }
        if !rest.isEmpty, !parameters.contains(where: { $0.kind == .rest }) { throw tooMany(plain, call.arguments.count) }
        var named: [(name: String, value: StormValue)] = []
        for (key, value) in call.named {
            if let position = plain.firstIndex(where: { $0.name == key }) {
                guard bound[position] == nil else { throw fault("got multiple values for argument '\(key)'") }
                bound[position] = value
            } else {
                guard parameters.contains(where: { $0.kind == .namedRest }) else {
                    throw fault("got an unexpected keyword argument '\(key)'")
                }
                named.append((key, value))
            }
        }
        let arguments = try values(bound, plain)
        return Call(call.runtime, input: call.input, subject: subject, arguments: arguments, rest: rest, named: named)
    }

    private func values(_ bound: [StormValue?], _ plain: [Parameter]) throws -> [StormValue] {
        var arguments: [StormValue] = []
        arguments.reserveCapacity(plain.count)
        var missing: [String] = []
        for (parameter, value) in zip(plain, bound) {
            if let value {
                arguments.append(value)
            } else if let value = parameter.defaultValue {
                arguments.append(StormValue(value))
            } else if parameter.isUndefinedByDefault {
                arguments.append(.undefined)
            } else {
                missing.append("'\(parameter.name)'")
            }
        }
        guard let last = missing.last else { return arguments }
        let list =
            switch missing.count {
            case 1: last
            case 2: "\(missing[0]) and \(last)"
            default: missing.dropLast().joined(separator: ", ") + ", and \(last)"
            }
        throw fault("missing \(missing.count) required positional argument\(missing.count == 1 ? "" : "s"): \(list)")
    }

    private func tooMany(_ plain: [Parameter], _ count: Int) -> Fault {
        // The reference counts the object that the function belongs to.
        let most = plain.count + 1
        let least = plain.prefix { $0.defaultValue == nil && !$0.isUndefinedByDefault }.count + 1
        let range = least == most ? "\(most)" : "from \(least) to \(most)"
        return fault("takes \(range) positional argument\(most == 1 ? "" : "s") but \(count + 1) were given")
    }

    private func fault(_ words: String) -> Fault { Fault(.stormRuntime, "\(name)() \(words)") }
}
