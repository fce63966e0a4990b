import Kernel

/// `inet:email`: user and domain, in lower case.
struct EmailType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let text = TextForm.strip(try requireText(value, context))
        guard let (user, domain) = TextForm.cut(text, at: "@") else {
            throw context.bad("Email address expected in <user>@<fqdn> format, got \"\(text)\"")
        }
        let name: ModelValue
        do {
            name = try context.norm(.string(domain), as: "inet:fqdn").value
        } catch {
            // The reference wraps the fault of the domain in its own words.
            throw context.bad("BadTypeValu: mesg=\(PythonText.quote(error.message)) name='inet:fqdn' valu=\(PythonText.quote(domain))")
        }
        let local = user.lowercased()
        let fqdn = Display.text(name)
        var subs: [ModelValue.Entry] = [.init("fqdn", name), .init("user", .string(local))]
        if let (base, plus) = TextForm.cut(local, at: "+") {
            subs.append(.init("plus", .string(plus)))
            subs.append(.init("base", .string("\(base)@\(fqdn)")))
        }
        return Normalized(.string("\(local)@\(fqdn)"), subs: subs)
    }

    func prefix(_ text: String) -> String { text.lowercased() }
}

/// `inet:rfc2822:addr`: a name and an address as mail headers carry them.
struct MailAddressType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let text = TextForm.oneSpace(TextForm.replace(try requireText(value, context).lowercased(), "\"", with: ""))
        guard let (head, tail) = TextForm.cut(text, at: "<"), let (inner, _) = TextForm.cut(tail, at: ">") else {
            if let mail = try? context.norm(.string(text), as: "inet:email") {
                return Normalized(mail.value, subs: [.init("email", mail.value)])
            }
            return Normalized(.string(text), subs: [.init("name", .string(text))])
        }
        let name = TextForm.strip(head)
        let address = TextForm.strip(inner)
        var subs: [ModelValue.Entry] = []
        if !name.isEmpty { subs.append(.init("name", try context.norm(.string(name), as: "ps:name").value)) }
        var shown = address
        if let mail = try? context.norm(.string(address), as: "inet:email") {
            subs.append(.init("email", mail.value))
            shown = Display.text(mail.value)
        }
        return Normalized(.string(name.isEmpty ? shown : "\(name) <\(shown)>"), subs: subs)
    }

    func prefix(_ text: String) -> String { TextForm.oneSpace(TextForm.replace(text.lowercased(), "\"", with: "")) }
}

/// `inet:http:cookie`: a name and a value.
struct CookieType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let text = TextForm.strip(try requireText(value, context))
        guard let (name, rest) = TextForm.cut(text, at: "=") else {
            return Normalized(.string(text), subs: [.init("name", .string(text))])
        }
        let (head, tail) = (TextForm.strip(name), TextForm.strip(rest))
        return Normalized(.string("\(head)=\(tail)"), subs: [.init("name", .string(head)), .init("value", .string(tail))])
    }
}
