import Kernel

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
