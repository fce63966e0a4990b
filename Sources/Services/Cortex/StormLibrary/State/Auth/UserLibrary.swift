import CortexCore
import Kernel
import Model
import Storm

/// `$lib.user`: the user who runs the query.
enum UserLibrary {
    static let all: [StormLibrary] = [
        StormLibrary(
            "user", help: "The user who runs the query.",
            functions: [
                StormFunction("name", help: "The name of the user.") { call in .string(call.core.userName(call.runtime.user)) },
                StormFunction(
                    "allowed", ["permname", .optional("gateiden", .null), .optional("default", false)],
                    help: "Whether the user may do something."
                ) { call in .bool(try call.decision(of: call.runtime.user).isAllowed) },
            ],
            values: [
                StormConstant("iden", help: "The identifier of the user.") { .iden($0.user) },
                StormConstant("vars", help: "Variables of the user.") { .object(VariablesObject(.user($0.user), isByMember: false)) },
                StormConstant("profile", help: "The profile of the user.") {
                    .object(VariablesObject(.profile($0.user), isByMember: false))
                },
                StormConstant("json", help: "JSON documents of the user.") { .object(UserDocumentsObject($0.user)) },
            ])
    ]
}
