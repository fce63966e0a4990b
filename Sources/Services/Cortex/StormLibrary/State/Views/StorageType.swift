import Kernel
import Model

/// The numbers by which the reference names how values lie in its storage; queries see them.
enum StorageType {
    /// Set on the number of the element type for arrays.
    private static let arrayFlag = 0x8000

    private static let byBase: [String: Int] = [
        "str": 1, "bool": 2, "guid": 10, "ival": 12, "data": 13, "comp": 13, "range": 13, "edge": 13, "timeedge": 13, "geo:latlong": 14,
        "loc": 15, "syn:tag": 16, "inet:fqdn": 17, "inet:ipv6": 18, "inet:ipv4": 4, "float": 22, "hugenum": 23, "ndef": 25, "duration": 5,
        "hex": 1, "nodeprop": 13, "velocity": 9,
    ]

    static func number(_ type: TypeDefinition, in model: DataModel) -> Int {
        if let element = try? type.elementType(in: model) { return arrayFlag | number(element, in: model) }
        let names = [type.name] + type.bases.reversed()
        for name in names {
            switch name {
            case "time":
                if type.options["ismin"]?.isTruthy ?? false { return 21 }
                return type.options["ismax"]?.isTruthy ?? false ? 24 : 11
            case "int": return integer(type)
            default: if let number = byBase[name] { return number }
            }
        }
        return 1
    }

    /// By size in bytes and sign.
    private static func integer(_ type: TypeDefinition) -> Int {
        let isSigned = type.options["signed"]?.isTruthy ?? true
        return switch type.options["size"]?.int ?? 8 {
        case 1: isSigned ? 6 : 2
        case 2: isSigned ? 7 : 3
        case 4: isSigned ? 8 : 4
        case 16: isSigned ? 20 : 19
        default: isSigned ? 9 : 5
        }
    }
}
