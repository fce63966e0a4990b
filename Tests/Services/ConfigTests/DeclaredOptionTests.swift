import Config
import Kernel
import Testing

/// Tests made from the declarations: what holds for one option holds for every one.
@Suite struct DeclaredOptionTests {
    static let services: [ServiceOptions] = [
        ServiceOptions(service: "jsonstor"), AhaOptions.service, AxonOptions.service, SampleOptions.service,
    ]

    /// One value of each kind that YAML can say, none of which is a legal text, name or URL by accident.
    static let kinds: [String: Value] = [
        "null": .null, "bool": true, "int": 3, "hugeInt": .uint(.max), "negative": -1, "float": .float(2.5), "emptyString": "",
        "string": "plain words",
        "list": [1], "emptyMap": .map([]), "map": .map([Value.Entry("k", 1)]), "intKeyMap": .map([Value.Entry(1, 1)]),
        "longString": .string(String(repeating: "x", count: 10_000)), "otherURL": "gopher://x",
    ]

    static func legal(_ type: OptionType) -> Set<String> {
        switch type {
        case .bool: ["bool"]
        case .int(let range): range.contains(3) ? ["int"] : []
        case .float: []
        case .text: ["string", "otherURL"]
        case .name, .guid, .texts, .url, .urls, .choice: []
        case .port: ["null", "int"]
        case .object: ["map", "emptyMap"]
        case .textObject: ["emptyMap"]
        }
    }

    @Test(arguments: services.indices)
    func load_everyOptionWithEveryWrongKind_isRefusedByFileAndEnvironment(index: Int) throws {
        let service = Self.services[index]
        for option in service.options {
            for (kind, value) in Self.kinds {
                let isLegal = Self.legal(option.type).contains(kind)
                let file = try YAML.write(.map([Value.Entry(.string(option.name), value)]))
                let variable = option.environmentName(service: service.service)
                let written = String(try YAML.write(value).dropLast())
                for found in [faults(file, service: service), faults(service: service, environment: [variable: written])] {
                    #expect(found.isEmpty == isLegal, "\(service.service) \(option.name) with \(kind)")
                    guard !isLegal, let fault = found.first else { continue }
                    #expect(fault.fields["key"] == .string(option.name))
                    #expect(fault.message.contains("expects \(option.type.expectation), found "))
                    #expect(fault.message.count < 400, "\(fault.message)")
                }
            }
        }
    }

    @Test(arguments: services.indices)
    func load_everyOptionAtTheBoundsOfItsRange_isTaken(index: Int) throws {
        let service = Self.services[index]
        for option in service.options {
            guard case .int(let range) = option.type else { continue }
            #expect(faults("\(option.name): \(range.lowerBound)", service: service).isEmpty)
            #expect(faults("\(option.name): \(range.upperBound)", service: service).isEmpty)
            #expect(!faults("\(option.name): \(range.lowerBound - 1)", service: service).isEmpty)
            if range.upperBound < .max { #expect(!faults("\(option.name): \(range.upperBound + 1)", service: service).isEmpty) }
        }
    }

    @Test(arguments: services.indices)
    func reference_everyOption_isOnThePageInTheSampleAndInTheSchema(index: Int) throws {
        let service = Self.services[index]
        let reference = ConfigReference(service)
        for option in service.options {
            #expect(reference.markdown.contains("## `\(option.name)`\n"))
            #expect(reference.markdown.contains("`\(option.environmentName(service: service.service))`"))
            #expect(reference.schema["properties"]?[option.name]?["description"] == .string(option.doc))
            #expect(option.doc.hasSuffix("."))
            #expect(
                option.defaultValue != nil || option.example != nil || service.service == "sample",
                "\(option.name) has no value for the sample")
        }
        #expect(reference.sample.split(separator: "\n").allSatisfy { $0.hasPrefix("#") })
    }

    @Test(arguments: [0, 1, 2])
    func sample_withTheMarksRemoved_isAValidFile(index: Int) {
        let service = Self.services[index]
        let text = ConfigReference(service).sample.split(separator: "\n").filter { !$0.hasPrefix("# ") || $0.hasPrefix("#  ") }
            .map { $0.dropFirst() }.joined(separator: "\n")
        #expect(faults(text, service: service).isEmpty, "\(faults(text, service: service)) in\n\(text)")
        #expect(text.contains(service.options[0].name))
    }

    @Test func environmentName_ofTheGuide_isKept() {
        #expect(CellOptions.ahaProvision.environmentName(service: "axon") == "SYN_AXON_AHA_PROVISION")
        #expect(CellOptions.authPasswd.credentialName == "auth.passwd")
    }

    @Test func ahaOptions_takeThePlaceOfTheCommonOnes() {
        #expect(AhaOptions.service["dns:name"]?.doc == AhaOptions.dnsName.doc)
        #expect(AhaOptions.service["provision:expires"]?.defaultValue == 86_400)
        #expect(AhaOptions.service["nexus:acks"] != nil)
    }
}
