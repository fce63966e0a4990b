import Kernel

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
