import CortexCore
import Kernel
import Model
import Storm

/// `$lib.queue` and the queues themselves.
enum QueueLibrary {
    static let all: [StormLibrary] = [
        StormLibrary(
            "queue", help: "Queues: lists that grow at one end and are consumed from the other.",
            functions: [
                StormFunction("add", ["name"], help: "Add a queue.", isReadOnlySafe: false) { call in
                    try call.require("queue", "add")
                    return .object(QueueObject(try call.core.addQueue(call.text(0), creator: call.runtime.user).name))
                },
                StormFunction("gen", ["name"], help: "A queue, added where it is missing.", isReadOnlySafe: false) { call in
                    let name = try call.text(0)
                    if call.core.queue(name) == nil {
                        try call.require("queue", "add")
                        try call.core.addQueue(name, creator: call.runtime.user)
                    }
                    try call.require("queue", "get", gate: CortexHost.queueGate(name))
                    return .object(QueueObject(name))
                },
                StormFunction("get", ["name"], help: "A queue.") { call in
                    let name = try call.core.requireQueue(call.text(0)).name
                    try call.require("queue", "get", gate: CortexHost.queueGate(name))
                    return .object(QueueObject(name))
                },
                StormFunction("del", ["name"], help: "Delete a queue with its items.", isReadOnlySafe: false) { call in
                    let name = try call.core.requireQueue(call.text(0)).name
                    try call.require("queue", "del", gate: CortexHost.queueGate(name))
                    try call.core.deleteQueue(name)
                    return .null
                },
                StormFunction("list", help: "All queues that the user may read.") { call in
                    let queues = call.core.queues().filter {
                        call.runtime.isAllowed(["queue", "get"], gate: CortexHost.queueGate($0.name))
                    }
                    return .list(queues.map { StormValue($0.packed) })
                },
            ])
    ]
}

extension QueueInfo {
    /// As queries see it.
    fileprivate var packed: ModelValue {
        [
            "name": .string(name), "creator": .iden(creator), "created": .int(created.milliseconds), "size": .int(count),
            "offs": .int(nextOffset), "meta": ["user": .iden(creator), "time": .int(created.milliseconds)],
        ]
    }
}

/// A queue.
final class QueueObject: StormObject {
    static let type = StormObjectType(
        "queue", help: "A queue: items under numbers that grow.", methods: readMethods + writeMethods,
        values: ["name": { object, _ in .string(try StormValue.object(object).required(QueueObject.self).name) }])

    let name: String

    init(_ name: String) { self.name = name }

    func isEqual(to other: StormValue) -> Bool { other.object(as: QueueObject.self)?.name == name }

    func text(_ runtime: StormRuntime) throws -> String { "queue: \(name)" }

    var quoted: String { "queue: \(name)" }

    private static let readMethods: [StormFunction] = [
        StormFunction(
            "get", [.optional("offs", 0), .optional("cull", true), .optional("wait", true)],
            help: "The item of a number or the next one after it; removes those before."
        ) { call in
            let name = try call.queue("get")
            let start = Int64(try call.int(0))
            if try call.bool(1), start > 0 { try call.core.cull(name, through: start - 1) }
            return try call.next(name, start, wait: call.bool(2))
        },
        StormFunction(
            "gets", [.optional("offs", 0), .optional("wait", true), .optional("cull", false), .optional("size", .null)],
            help: "All items from a number on, as a stream."
        ) { call in
            let name = try call.queue("get")
            let (start, wait, cull, size) = (Int64(try call.int(0)), try call.bool(1), try call.bool(2), try call.optionalInt(3))
            return .object(StormGenerator { runtime, body in
                var (position, left) = (start, size ?? Int.max)
                if cull, start > 0 { try runtime.core.cull(name, through: start - 1) }
                while left > 0 {
                    let items = try runtime.core.items(of: name, from: position, limit: min(left, 100))
                    for item in items {
                        try runtime.check()
                        try body(.tuple([.int(item.offset), StormValue(item.value)]))
                        position = item.offset + 1
                        left -= 1
                    }
                    if items.isEmpty {
                        guard wait else { return }
                        try runtime.core.wait(for: name, from: position) { try runtime.check() }
                    }
                }
            })
        },
        StormFunction(
            "pop", [.optional("offs", .null), .optional("wait", false)], help: "Remove the first item, or that of a number, and return it."
        ) { call in
            let name = try call.queue("get")
            let offset = try call.optionalInt(0).map { Int64($0) }
            while true {
                if let item = try call.core.pop(name, offset: offset) { return .tuple([.int(item.offset), StormValue(item.value)]) }
                guard offset == nil, try call.bool(1) else { return .null }
                try call.core.wait(for: name, from: 0) { try call.runtime.check() }
            }
        },
        StormFunction("cull", ["offs"], help: "Remove the items up to a number.") { call in
            try call.core.cull(call.queue("get"), through: Int64(call.int(0)))
            return .null
        },
        StormFunction("size", help: "How many items there are.") { call in
            .int(try call.core.requireQueue(call.queue("get")).count)
        },
    ]

    private static let writeMethods: [StormFunction] = [
        StormFunction("put", ["item"], help: "Add an item. Returns the number of the next one.") { call in
            .int(try call.core.put([call.primitive(0)], into: call.queue("put")))
        },
        StormFunction("puts", ["items"], help: "Add several items. Returns the number of the next one.") { call in
            .int(try call.core.put(call.items(0).map { try $0.primitive() }, into: call.queue("put")))
        },
    ]
}

extension Call {
    /// The name of the queue, after asking for the permission to read (`get`) or write (`put`) it.
    fileprivate func queue(_ action: String) throws -> String {
        let name = try subject(as: QueueObject.self).name
        try require("queue", action, gate: CortexHost.queueGate(name))
        return name
    }

    /// The first item from a number on; null where there is none and it is not to wait for one.
    fileprivate func next(_ name: String, _ start: Int64, wait: Bool) throws -> StormValue {
        while true {
            if let item = try core.items(of: name, from: start, limit: 1).first {
                return .tuple([.int(item.offset), StormValue(item.value)])
            }
            guard wait else { return .null }
            try runtime.settle()
            try core.wait(for: name, from: start) { try runtime.check() }
        }
    }
}
