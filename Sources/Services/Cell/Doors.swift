import Kernel
import Messaging
import World

/// What the listeners answer with: nothing but "not ready" until the service is there.
final class Doors: Sendable {
    private let state = Locked<(table: MessageTable, enrolment: MessageTable)>((MessageTable(), MessageTable()))

    var table: MessageTable { state.withLock { $0.table } }
    var enrolment: MessageTable { state.withLock { $0.enrolment } }

    func open(_ table: MessageTable, _ enrolment: MessageTable?) {
        state.withLock { state in
            state.table = table
            if let enrolment { state.enrolment = enrolment }
        }
    }
}
