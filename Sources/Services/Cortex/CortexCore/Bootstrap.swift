import Kernel
import Model

extension User {
    /// The user that every Cortex has and that may do everything.
    public static let root = "root"
}

extension CortexHost {
    /// The key of the view that queries use which name none.
    static let defaultViewKey = "cortex:view"
    /// Which corrections of stored queries this version knows: the reference keeps it among the global variables, so queries list it.
    static let fixesKey = "cortex:runtime:stormfixes"

    /// What a new Cortex starts with.
    func bootstrap() throws(Fault) {
        let (root, all) = (newIden(), newIden())
        let time = now()
        try commit { _, changes in
            var role = Role(iden: all, name: Role.all)
            role.rules = []
            var user = User(iden: root, name: User.root)
            user.isAdmin = true
            user.roles = [all]
            changes.append(.put(.role, all.description, role.document))
            changes.append(.put(.user, root.description, user.document))
            changes.append(.put(.global, Self.fixesKey, value: .list([4, 0, 0])))
            let layer = LayerInfo(iden: self.newIden(), creator: root, created: time, name: "default")
            let view = View(iden: self.newIden(), creator: root, created: time, layers: [layer.iden], name: "default")
            changes.append(.put(.layer, layer.iden.description, layer.document))
            changes.append(.put(.view, view.iden.description, view.document))
            changes.append(.put(.gate, layer.iden.description, Self.gate(layer.iden, "layer", creator: root, readers: all).document))
            changes.append(.put(.gate, view.iden.description, Self.gate(view.iden, "view", creator: root, readers: all).document))
            changes.append(.put(.user, root.description, user.document))
            changes.append(.put(.global, Self.defaultViewKey, value: .iden(view.iden)))
        }
    }

    /// The gate of a new thing: its creator may do everything with it; `readers` may read it.
    static func gate(_ iden: Iden, _ type: String, creator: Iden, readers: Iden? = nil) -> AuthGate {
        var gate = AuthGate(name: iden.description, type: type)
        var admin = AuthGate.Member()
        admin.isAdmin = true
        gate.users[creator] = admin
        if let readers {
            var reader = AuthGate.Member()
            reader.rules = [AuthRule(true, [type, "read"])]
            gate.roles[readers] = reader
        }
        return gate
    }
}
