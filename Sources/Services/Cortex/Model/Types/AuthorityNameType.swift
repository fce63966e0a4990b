import Kernel

/// `syn:user` and `syn:role`: the iden of a user or role. Names are turned into idens by those who know the users.
struct AuthorityNameType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        Normalized(.string(TextForm.strip(try requireText(value, context))))
    }
}
