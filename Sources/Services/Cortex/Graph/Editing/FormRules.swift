import Kernel
import Model

/// What else follows from edits of one form, beyond what its types say.
protocol FormRule: Sendable {
    /// Completes a new node before it is recorded.
    func complete(_ draft: inout NodeDraft, _ editor: GraphEditor) throws(Fault)
    /// Called behind each property that was set on a node, with its stored value.
    func follow(_ property: PropertyDefinition, _ value: ModelValue, on node: Node, _ editor: GraphEditor) throws(Fault)
}

extension FormRule {
    func complete(_ draft: inout NodeDraft, _ editor: GraphEditor) throws(Fault) {}
    func follow(_ property: PropertyDefinition, _ value: ModelValue, on node: Node, _ editor: GraphEditor) throws(Fault) {}
}

/// The rules by form.
enum FormRules {
    static let byForm: [String: any FormRule] = [
        "inet:fqdn": DomainRule(),
        "inet:passwd": PasswordRule(),
        "inet:whois:rec": WhoisRule(),
        "it:dev:mutex": DeveloperTextRule(),
        "it:dev:pipe": DeveloperTextRule(),
        "it:dev:regkey": DeveloperTextRule(),
        "it:dev:str": DeveloperTextRule(),
        "it:prod:softver": SoftwareVersionRule(),
        "syn:tag": TagRule(),
    ]
}

/// A password knows its hashes.
struct PasswordRule: FormRule {
    func complete(_ draft: inout NodeDraft, _ editor: GraphEditor) throws(Fault) {
        let hasher = editor.model.environment.hasher
        let bytes = Array((draft.value.string ?? "").utf8)
        let hashes = [("md5", hasher.md5(bytes)), ("sha1", hasher.sha1(bytes)), ("sha256", hasher.sha256(bytes).bytes)]
        for (name, hash) in hashes {
            guard let property = draft.form.property(name) else { continue }
            try editor.put(property, .string(Hex.encode(hash)), into: &draft)
        }
    }
}

/// A text of a developer has a lower case form, and pipes, mutexes and registry keys are such texts.
struct DeveloperTextRule: FormRule {
    func complete(_ draft: inout NodeDraft, _ editor: GraphEditor) throws(Fault) {
        if let property = draft.form.property("norm") {
            try editor.put(property, draft.value, into: &draft)
        } else {
            draft.additions.append(NodeAddition(form: "it:dev:str", value: draft.value, subs: []))
        }
    }
}

/// The version of software as text also gives it as a number.
struct SoftwareVersionRule: FormRule {
    func follow(_ property: PropertyDefinition, _ value: ModelValue, on node: Node, _ editor: GraphEditor) throws(Fault) {
        guard property.name == "vers", let text = value.string, !text.isEmpty else { return }
        try editor.setDerived("vers:norm", value, on: node)
        let number: Normalized
        do {
            number = try editor.model.requireType("it:semver").norm(value, in: editor.model)
        } catch {
            // Not every version is a semantic one.
            if error.code == .badTypeValue { return }
            throw error
        }
        try editor.setDerived("semver", number.value, on: node)
        for sub in number.subs { try editor.setDerived("semver:\(sub.key)", sub.value, on: node) }
    }
}

/// Names of tags may lead elsewhere from now on.
struct TagRule: FormRule {
    func follow(_ property: PropertyDefinition, _ value: ModelValue, on node: Node, _ editor: GraphEditor) throws(Fault) {
        if property.name == "isnow" { editor.forget() }
    }
}

/// Mail addresses in the text of a whois record belong to its domain.
struct WhoisRule: FormRule {
    /// Addresses taken from one text.
    private static let addressMax = 1_000

    func follow(_ property: PropertyDefinition, _ value: ModelValue, on node: Node, _ editor: GraphEditor) throws(Fault) {
        guard property.name == "text", let text = value.string, let domain = try node.property("fqdn"),
            let form = editor.model.form("inet:whois:email")
        else { return }
        let asOf = try node.property("asof")
        var found: Set<String> = []
        for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && !"._%+-@".contains($0) }) where word.contains("@") {
            let address = word.trimming(".-")
            guard found.count < Self.addressMax, address.contains("."), found.insert(address.lowercased()).inserted else { continue }
            do {
                let mail = try editor.add(form, [domain, .string(address)])
                if let asOf, let seen = form.property(".seen") { _ = try editor.set(seen, asOf, on: mail) }
            } catch {
                if error.code != .badTypeValue { throw error }
            }
        }
    }
}

extension Substring {
    /// Without these characters at both ends.
    fileprivate func trimming(_ characters: String) -> String {
        var rest = self[...]
        while let first = rest.first, characters.contains(first) { rest.removeFirst() }
        while let last = rest.last, characters.contains(last) { rest.removeLast() }
        return String(rest)
    }
}
