import Kernel
import Storm

/// `$lib.xml`
enum XMLLibrary {
    static let library = StormLibrary(
        "xml", help: "Documents in XML.",
        functions: [
            StormFunction(
                "parse", ["valu"], help: "The outermost element of a document.",
                examples: [StormExample("return($lib.xml.parse('<a x=\"1\"><b>t</b></a>').attrs.x)", returns: "1")]
            ) { call in
                do {
                    return .object(XMLElementObject(try XMLText.parse(call.text(0))))
                } catch let problem as XMLText.Problem {
                    throw Fault(FaultCode("SynErr"), "Error executing spawn function: ParseError: \(problem.sentence)")
                }
            }
        ])
}

/// An element of a document.
final class XMLElementObject: StormObject {
    static let type = StormObjectType(
        "xml:element", help: "An element of an XML document; its children are gone through with for.",
        methods: [
            StormFunction("find", ["name", .optional("nested", true)], help: "The elements of a name inside of this one.") { call in
                let element = try call.subject(as: XMLElementObject.self).element
                let found = element.find(try call.text(0), isNested: try call.bool(1))
                return .object(StormGenerator { runtime, body in
                    for element in found {
                        try runtime.check()
                        try body(.object(XMLElementObject(element)))
                    }
                })
            },
            StormFunction("get", ["name"], help: "The first child of a name, or null.") { call in
                let element = try call.subject(as: XMLElementObject.self).element
                let name = try call.text(0)
                return element.children.first { $0.name == name }.map { .object(XMLElementObject($0)) } ?? .null
            },
        ],
        values: [
            "name": { object, _ in element(object).map { .string($0.name) } ?? .null },
            "text": { object, _ in element(object)?.text.map(StormValue.string) ?? .null },
            "attrs": { object, _ in
                let dict = StormDict()
                for (name, value) in element(object)?.attributes ?? [] { dict[name] = .string(value) }
                return .dict(dict)
            },
        ])

    private let element: XMLElement

    init(_ element: XMLElement) { self.element = element }

    private static func element(_ object: any StormObject) -> XMLElement? { (object as? XMLElementObject)?.element }

    func iterate(_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws -> Bool {
        for child in element.children { try body(.object(XMLElementObject(child))) }
        return true
    }
}
