import Kernel
import Storm

/// `$lib.inet.smtp`, as far as it needs no network.
enum MailLibrary {
    static let library = StormLibrary(
        "inet.smtp", help: "Mail.",
        functions: [StormFunction("message", help: "A message to fill.") { _ in .object(MailMessageObject()) }])
}

/// A message with its sender, recipients, headers and bodies.
final class MailMessageObject: StormObject {
    static let type = StormObjectType(
        "inet:smtp:message", help: "A mail message.",
        methods: [
            StormFunction("send", ["host", .namedRest("options")], help: "Sends the message.", isReadOnlySafe: false) { _ in
                .tuple([.bool(false), .dict(["mesg": .string("this service does not send mail")])])
            }
        ],
        values: [
            "text": { object, _ in message(object)?.text ?? .null },
            "html": { object, _ in message(object)?.html ?? .null },
            "sender": { object, _ in message(object)?.sender ?? .null },
            "recipients": { object, _ in message(object).map { .list($0.recipients) } ?? .null },
            "headers": { object, _ in message(object).map { .dict($0.headers) } ?? .null },
        ],
        setters: [
            "text": { object, value, runtime in message(object)?.text = .string(try value.toText(runtime)) },
            "html": { object, value, runtime in message(object)?.html = .string(try value.toText(runtime)) },
            "sender": { object, value, runtime in message(object)?.sender = .string(try value.toText(runtime)) },
        ])

    private var text = StormValue.null
    private var html = StormValue.null
    private var sender = StormValue.null
    private let recipients = StormList()
    private let headers = StormDict()

    private static func message(_ object: any StormObject) -> MailMessageObject? { object as? MailMessageObject }
}
