import CortexCore
import Kernel
import Model
import Storm

/// `$lib.jsonstor`: JSON documents under paths.
enum DocumentsLibrary {
    static let all: [StormLibrary] = [
        StormLibrary("jsonstor", help: "JSON documents under paths.", functions: functions + cached)
    ]

    private static func requireAdmin(_ call: Call, _ name: String) throws {
        try call.runtime.requireAdmin("$lib.jsonstor.\(name)() requires admin privileges.")
    }

    private static let functions: [StormFunction] = [
        StormFunction("get", ["path", .optional("prop", .null)], help: "A document, or a part of it; null where there is none.") { call in
            try requireAdmin(call, "get")
            return try call.core.documents.get(root + call.path(0), property: call.part(1)).map { StormValue($0) } ?? .null
        },
        StormFunction(
            "set", ["path", "valu", .optional("prop", .null)], help: "Set a document, or a part of one.", isReadOnlySafe: false
        ) { call in
            try requireAdmin(call, "set")
            return .bool(try call.core.documents.set(root + call.path(0), call.primitive(1), property: call.part(2)))
        },
        StormFunction(
            "del", ["path", .optional("prop", .null)], help: "Delete a document, or a part of one.", isReadOnlySafe: false
        ) { call in
            try requireAdmin(call, "del")
            return .bool(try call.core.documents.delete(root + call.path(0), property: call.part(1)))
        },
        StormFunction("iter", [.optional("path", .null)], help: "All documents below a path, with the rest of their paths.") { call in
            try requireAdmin(call, "iter")
            let path = root + (call.isNull(0) ? [] : try call.path(0))
            let core = call.core
            return .object(StormGenerator { runtime, body in
                for (path, value) in try core.documents.documents(below: path) {
                    try runtime.check()
                    try body(.tuple([.tuple(path.map { .string($0) }), StormValue(value)]))
                }
            })
        },
    ]

    /// Documents that queries keep to save work, with the time at which they were made.
    private static let cached: [StormFunction] = [
        StormFunction(
            "cacheget", ["path", "key", .optional("asof", "now"), .optional("envl", false)],
            help: "A kept value that is not older than a time; null where there is none."
        ) { call in
            try requireAdmin(call, "cacheget")
            guard let envelope = try call.core.documents.get(call.cachePath(), property: nil) else { return .null }
            let model = call.runtime.model
            let oldest = try model.requireType("time").norm(call.primitive(2), in: model).value.int ?? 0
            guard envelope["asof"]?.int ?? 0 >= oldest else { return .null }
            return StormValue(try call.bool(3) ? envelope : envelope["data"] ?? .null)
        },
        StormFunction("cacheset", ["path", "key", "valu"], help: "Keep a value.", isReadOnlySafe: false) { call in
            try requireAdmin(call, "cacheset")
            let now = call.core.now().milliseconds
            let envelope: ModelValue = ["key": try call.primitive(1), "asof": .int(now), "data": try call.primitive(2)]
            let path = try call.cachePath()
            _ = try call.core.documents.set(path, envelope, property: nil)
            return .dict(["asof": .int(now), "path": .tuple(path.map { .string($0) })])
        },
        StormFunction("cachedel", ["path", "key"], help: "Forget a kept value.", isReadOnlySafe: false) { call in
            try requireAdmin(call, "cachedel")
            return .bool(try call.core.documents.delete(call.cachePath(), property: nil))
        },
    ]

    /// Where the documents of queries lie, beside those of users.
    static let root = ["cells", "cortex"]
}

extension Call {
    /// The parts of a path: a text with slashes, or a list.
    func path(_ position: Int) throws -> [String] {
        if case .string(let text) = value(position) { return text.split(separator: "/").map(String.init) }
        return try items(position).map { try $0.toText(runtime) }
    }

    /// The path to a part of a document; nil for null.
    func part(_ position: Int) throws -> [String]? { isNull(position) ? nil : try path(position) }

    /// The path of a kept value: the first argument, and the digest of the key in the second.
    fileprivate func cachePath() throws -> [String] {
        let key = try NodeIdentity.guid(of: primitive(1), runtime.model.environment)
        return DocumentsLibrary.root + (try path(0)) + [key]
    }
}

/// `$user.json`: JSON documents of a user.
final class UserDocumentsObject: StormObject {
    static let type = StormObjectType(
        "auth:user:json", help: "JSON documents of a user.",
        methods: [
            StormFunction(
                "get", ["path", .optional("prop", .null)], help: "A document, or a part of it; null where there is none."
            ) { call in
                let root = try call.root("get")
                return try call.core.documents.get(root + call.path(0), property: call.part(1)).map { StormValue($0) } ?? .null
            },
            StormFunction(
                "set", ["path", "valu", .optional("prop", .null)], help: "Set a document, or a part of one.", isReadOnlySafe: false
            ) { call in
                let root = try call.root("set")
                return .bool(try call.core.documents.set(root + call.path(0), call.primitive(1), property: call.part(2)))
            },
            StormFunction(
                "del", ["path", .optional("prop", .null)], help: "Delete a document, or a part of one.", isReadOnlySafe: false
            ) { call in
                let root = try call.root("del")
                return .bool(try call.core.documents.delete(root + call.path(0), property: call.part(1)))
            },
            StormFunction("iter", [.optional("path", .null)], help: "All documents below a path.") { call in
                let path = try call.root("iter") + (call.isNull(0) ? [] : call.path(0))
                let core = call.core
                return .object(StormGenerator { runtime, body in
                    for (path, value) in try core.documents.documents(below: path) {
                        try runtime.check()
                        try body(.tuple([.tuple(path.map { .string($0) }), StormValue(value)]))
                    }
                })
            },
        ])

    let user: Iden

    init(_ user: Iden) { self.user = user }
}

extension Call {
    /// Where the documents of the user lie; those of others ask for a permission.
    fileprivate func root(_ action: String) throws -> [String] {
        let user = try subject(as: UserDocumentsObject.self).user
        if user != runtime.user { try require("user", "json", action) }
        return ["users", user.description]
    }
}
