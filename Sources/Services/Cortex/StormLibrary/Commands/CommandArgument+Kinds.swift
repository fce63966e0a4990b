import Model
import Storm

extension CommandArgument {
    /// An argument by position.
    static func value(
        _ name: String, _ type: ValueType = .any, count: Count = .one, default defaultValue: ModelValue? = nil, help: String
    ) -> CommandArgument {
        CommandArgument(name, type: type, count: count, defaultValue: defaultValue, help: help)
    }

    /// An option with a value.
    static func option(
        _ names: String..., type: ValueType = .any, count: Count = .one, destination: String? = nil,
        default defaultValue: ModelValue? = nil, isRequired: Bool = false, help: String
    ) -> CommandArgument {
        CommandArgument(
            names: names, type: type, count: count, defaultValue: defaultValue, isRequired: isRequired, destination: destination,
            help: help)
    }

    /// An option with a value of `type`.
    static func option(
        _ name: String, _ type: ValueType, count: Count = .one, destination: String? = nil, default defaultValue: ModelValue? = nil,
        help: String
    ) -> CommandArgument {
        CommandArgument(name, type: type, count: count, defaultValue: defaultValue, destination: destination, help: help)
    }

    /// An option without a value: given or not.
    static func flag(_ names: String..., destination: String? = nil, help: String) -> CommandArgument {
        CommandArgument(names: names, action: .setTrue, defaultValue: false, destination: destination, help: help)
    }
}
