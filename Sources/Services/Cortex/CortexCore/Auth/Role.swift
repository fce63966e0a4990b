import Kernel
import Model

/// A role: rules that users share.
public struct Role: Sendable, Hashable {
    /// What names it.
    public let iden: Iden
    /// What people call it; no two roles have the same.
    public var name: String
    /// In the order in which they are asked.
    public var rules: [AuthRule] = []

    /// The role that every user has.
    public static let all = "all"

    init(iden: Iden, name: String) {
        self.iden = iden
        self.name = name
    }

    init?(_ document: CoreDocument) {
        guard let iden = document.iden("iden"), let name = document.text("name") else { return nil }
        self.init(iden: iden, name: name)
        rules = .init(document["rules"])
    }

    var document: CoreDocument { ["iden": .iden(iden), "name": .string(name), "rules": rules.value] }
}
