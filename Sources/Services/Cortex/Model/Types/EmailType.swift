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
