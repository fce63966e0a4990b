import Kernel

/// `inet:url`: protocol, user, host, port, path, parameters; also file and Windows share paths.
struct URLType: TextBehaviour {
    /// Ports that a protocol implies.
    private static let ports: [String: Int64] = ["http": 80, "https": 443, "ftp": 21]

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        var rest = TextForm.strip(try requireText(value, context))
        if rest.hasPrefix("\\\\") { rest = "smb://" + TextForm.replace(String(rest.dropFirst(2)), "\\", with: "/") }
        guard let (head, tail) = TextForm.cut(rest, at: "://"), !head.isEmpty, !tail.isEmpty else {
            throw context.bad("Invalid/Missing protocol")
        }
        let proto = head.lowercased()
        var (location, parameters) = (tail, "")
        if let (before, after) = TextForm.cut(tail, at: "?") { (location, parameters) = (before, "?" + after) }
        var parts = Parts(proto: proto, parameters: parameters)
        if proto == "file" {
            try readFile(location, &parts, context)
        } else {
            if let (authority, path) = TextForm.cut(location, at: "/") {
                parts.path = "/" + path
                location = authority
            }
            try readAuthority(location, &parts, context)
            guard !parts.host.isEmpty else { throw context.bad("Missing address/url") }
        }
        return parts.normalized
    }

    /// The parts of a URL that were read so far.
    private struct Parts {
        let proto: String
        let parameters: String
        var path = ""
        var user: String?
        var password: String?
        var host = ""
        var portText: String?
        var slashes = "://"
        var hostSubs: [ModelValue.Entry] = []
        var port: ModelValue?

        var normalized: Normalized {
            var authority = ""
            if let user { authority = user + (password.map { ":" + $0 } ?? "") + "@" }
            authority += host + (portText.map { ":" + $0 } ?? "")
            let base = proto + slashes + authority + path
            var subs: [ModelValue.Entry] = [
                .init("proto", .string(proto)), .init("path", .string(path)), .init("params", .string(parameters)),
                .init("base", .string(base)),
            ]
            if let user { subs.append(.init("user", .string(user.lowercased()))) }
            if let password { subs.append(.init("passwd", .string(password))) }
            if let port = port ?? URLType.ports[proto].map(ModelValue.int) { subs.append(.init("port", port)) }
            return Normalized(.string(base + parameters), subs: subs + hostSubs)
        }
    }

    private func readAuthority(_ text: String, _ parts: inout Parts, _ context: TypeContext) throws(Fault) {
        var location = text
        if let (userInfo, rest) = TextForm.cutLast(text, at: "@") {
            location = rest
            let info = TextForm.cut(userInfo, at: ":")
            parts.user = info?.head ?? userInfo
            parts.password = info?.tail
        }
        if location.hasPrefix("["), let (inner, rest) = TextForm.cut(location.dropFirst(), at: "]"), TextForm.contains(inner, ":") {
            try readHost(inner, isBracketed: true, &parts, context)
            if rest.hasPrefix(":") { try readPort(String(rest.dropFirst()), &parts, context) }
            return
        }
        if let (host, port) = TextForm.cutLast(location, at: ":"), !TextForm.contains(host, ":") {
            location = host
            try readPort(port, &parts, context)
        }
        try readHost(location, isBracketed: false, &parts, context)
    }

    private func readPort(_ text: String, _ parts: inout Parts, _ context: TypeContext) throws(Fault) {
        guard !text.isEmpty else { return }
        let port = try context.norm(.string(text), as: "inet:port").value
        parts.port = port
        parts.portText = Display.text(port)
    }

    private func readHost(_ text: String, isBracketed: Bool, _ parts: inout Parts, _ context: TypeContext) throws(Fault) {
        if text.isEmpty { return }
        if isBracketed || TextForm.contains(text, ":") {
            let address = try context.norm(.string(text), as: "inet:ipv6")
            parts.host = isBracketed ? "[\(Display.text(address.value))]" : Display.text(address.value)
            parts.hostSubs = [.init("ipv6", address.value)]
            if let mapped = address.sub("ipv4") { parts.hostSubs.append(.init("ipv4", mapped)) }
            return
        }
        let plain = TextForm.refang(text)
        if let address = AddressText.dotted(plain) {
            parts.host = AddressText.text(address)
            parts.hostSubs = [.init("ipv4", .int(Int64(address)))]
            return
        }
        let name = try context.norm(.string(plain), as: "inet:fqdn").value
        parts.host = Display.text(name)
        parts.hostSubs = [.init("fqdn", name)]
    }

    /// `file:///C:/x`, `file://server/share/x`, `file:////server/share/x`.
    private func readFile(_ original: String, _ parts: inout Parts, _ context: TypeContext) throws(Fault) {
        let text = TextForm.replace(original, "\\", with: "/")
        if text.hasPrefix("/") {
            let path = String(text.dropFirst())
            if Self.startsWithDrive(path) {
                parts.slashes = ":///"
                parts.path = path
            } else {
                parts.path = text
            }
        } else if Self.startsWithDrive(text) {
            parts.slashes = ":///"
            parts.path = text
        } else {
            let (authority, path) = TextForm.cut(text, at: "/") ?? (text, "")
            parts.path = text.contains("/") ? "/" + path : ""
            try readAuthority(authority, &parts, context)
        }
    }

    private static func startsWithDrive(_ text: String) -> Bool {
        let head = Array(text.utf8.prefix(2))
        return head.count == 2 && ((65...90).contains(head[0]) || (97...122).contains(head[0])) && head[1] == UInt8(ascii: ":")
    }
}
