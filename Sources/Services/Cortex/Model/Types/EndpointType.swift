import Kernel

/// `inet:addr`: protocol, host and port, `tcp://1.2.3.4:80`.
struct EndpointType: TextBehaviour {
    private static let protocols = ["tcp", "udp", "icmp", "host", "gre"]

    private let defaultProtocol: String
    private let defaultPort: Int64?

    init(_ options: TypeOptions) {
        defaultProtocol = options.text("defproto") ?? "tcp"
        defaultPort = options.int("defport")
    }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let original = try requireText(value, context)
        var rest = TextForm.strip(original.lowercased())
        var proto = defaultProtocol
        if let (head, tail) = TextForm.cut(rest, at: "://") { (proto, rest) = (head, tail) }
        while rest.hasPrefix("/") { rest.removeFirst() }
        while rest.hasSuffix("/") { rest.removeLast() }
        guard Self.protocols.contains(proto) else {
            throw context.bad("inet:addr protocol must be one of: \(Self.protocols.joined(separator: ","))")
        }
        var subs: [ModelValue.Entry] = [.init("proto", .string(proto))]
        var (host, portText) = try split(rest, context)
        if proto == "host" {
            let guid = try context.norm(.string(host), as: "it:host").value
            subs.append(.init("host", guid))
            host = Display.text(guid)
        } else {
            host = try address(host, &subs, context)
        }
        if let text = portText {
            let port = try context.norm(.string(text), as: "inet:port").value
            subs.append(.init("port", port))
            portText = Display.text(port)
        } else if let defaultPort {
            subs.append(.init("port", .int(defaultPort)))
            portText = String(defaultPort)
        }
        // An IPv6 address only needs brackets where a port follows it.
        if host.contains(":"), portText != nil { host = "[\(host)]" }
        return Normalized(.string("\(proto)://\(host)\(portText.map { ":" + $0 } ?? "")"), subs: subs)
    }

    private func split(_ text: String, _ context: TypeContext) throws(Fault) -> (host: String, port: String?) {
        if text.hasPrefix("[") {
            guard let (inner, rest) = TextForm.cut(text.dropFirst(), at: "]") else { throw context.bad("Invalid IPv6 w/port (\(text))") }
            guard rest.isEmpty || rest.hasPrefix(":") else { throw context.bad("Invalid IPv6 w/port (\(text))") }
            return (inner, rest.isEmpty ? nil : String(rest.dropFirst()))
        }
        guard text.utf8.count(where: { $0 == UInt8(ascii: ":") }) == 1, let (host, port) = TextForm.cut(text, at: ":") else {
            return (text, nil)
        }
        return (host, port)
    }

    private func address(_ text: String, _ subs: inout [ModelValue.Entry], _ context: TypeContext) throws(Fault) -> String {
        guard text.contains(":") else {
            let address = try context.norm(.string(text), as: "inet:ipv4").value
            subs.append(.init("ipv4", address))
            return Display.text(try context.model.requireType("inet:ipv4").repr(address, in: context.model))
        }
        let address = try context.norm(.string(text), as: "inet:ipv6")
        subs.append(.init("ipv6", address.value))
        if let mapped = address.sub("ipv4") { subs.append(.init("ipv4", mapped)) }
        return Display.text(address.value)
    }

    func prefix(_ text: String) -> String { text.lowercased() }
}
