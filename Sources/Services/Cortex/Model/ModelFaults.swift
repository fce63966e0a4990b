import Kernel

extension FaultCode {
    static let badFormDefinition = FaultCode("BadFormDef")
    static let badPropertyDefinition = FaultCode("BadPropDef")
    static let badLiftValue = FaultCode("BadLiftValu")
    static let badTypeDefinition = FaultCode("BadTypeDef")
    static let badComparatorValue = FaultCode("BadCmprValu")
    static let badEdgeDefinition = FaultCode("BadEdgeDef")
    static let cannotDeleteForm = FaultCode("CantDelForm")
    static let cannotDeleteType = FaultCode("CantDelType")
    static let duplicateEdge = FaultCode("DupEdgeType")
    static let duplicateForm = FaultCode("DupFormName")
    static let duplicateProperty = FaultCode("DupPropName")
    static let duplicateType = FaultCode("DupTypeName")
    static let isDeprecationLocked = FaultCode("IsDeprLocked")
    static let noSuchComparator = FaultCode("NoSuchCmpr")
    static let noSuchEdge = FaultCode("NoSuchEdge")
    static let noSuchForm = FaultCode("NoSuchForm")
    static let noSuchInterface = FaultCode("NoSuchIface")
    static let noSuchProperty = FaultCode("NoSuchProp")
    static let noSuchTagProperty = FaultCode("NoSuchTagProp")
    static let noSuchType = FaultCode("NoSuchType")
    static let noSuchUniversal = FaultCode("NoSuchUniv")
}

extension Fault {
    /// A value that does not fit the type named `type`.
    static func badValue(_ message: String, type: String) -> Fault {
        Fault(.badTypeValue, message, fields: ["name": .string(type)])
    }
}
