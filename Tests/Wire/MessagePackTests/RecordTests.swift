import Kernel
import MessagePack
import TestSupport
import Testing

@Suite struct RecordTests {
    private func record(_ value: Value) throws -> Record {
        var unpacker = Unpacker(value.packed)
        let record = try unpacker.record()
        try unpacker.finish()
        return record
    }

    @Test func fields_areFoundByName_inAnyOrder() throws {
        for value in [Value.object(["a": 1, "b": "x"]), .object(["b": "x", "a": 1])] {
            let record = try record(value)
            #expect(try record.required("a", Int.self) == 1)
            #expect(try record.required("b", String.self) == "x")
        }
    }

    @Test func unknownFields_ofAnyShape_areSkipped() throws {
        let unknown: [Value] = [
            .null, 1, "x", .bytes([1]), .array([1, .map([])]), .object(["deep": .array([.object([:])])]), .ext(1, [1]), .float(1),
        ]
        for value in unknown {
            let record = try record(.object(["new": value, "a": 1]))
            #expect(try record.required("a", Int.self) == 1)
        }
    }

    @Test func missingField_isNilOrAFaultThatNamesIt() throws {
        let record = try record(.object(["a": .null]))
        #expect(try record.optional("a", Int.self) == nil)
        #expect(try record.optional("b", Int.self) == nil)
        let missing = try #require(fault { try record.required("b", Int.self) })
        #expect(missing.message == "the field b is missing")
        #expect(missing.fields["field"] == "b")
        let malformed = try #require(fault { try record.required("a", Int.self) })
        #expect(malformed.message == "the field a is malformed")
        #expect(malformed.cause?.message.contains("expected an integer") == true)
        #expect(fault { try self.record(.object(["a": "x"])).optional("a", Int.self) }?.code == .badData)
    }

    @Test func field_longerThanItsContent_isRefused() throws {
        // The value of a field is one value: reading the position's three parts must not run into the next field.
        let bytes = Value.object(["at": .array([1]), "next": 2]).packed
        var unpacker = Unpacker(bytes)
        let record = try unpacker.record()
        #expect(fault { try record.required("at", Position.self) }?.code == .badData)
    }

    @Test func record_ofAnotherShape_isRefused() {
        #expect(fault { try record(1) }?.code == .badData)
        #expect(fault { try record(.map([.init(1, 1)])) }?.message.contains("a string") == true)
        let many = Value.map((0..<300).map { .init(.string("f\($0)"), 1) })
        #expect(fault { try record(many) }?.message.contains("at most 256 fields") == true)
    }

    @Test func name_thatIsAPrefixOfAnother_isNotConfused() throws {
        let record = try record(.object(["ab": 1, "a": 2, "abc": 3, "é": 4]))
        #expect(try record.required("a", Int.self) == 2)
        #expect(try record.required("abc", Int.self) == 3)
        #expect(try record.required("é", Int.self) == 4)
    }

    @Test func fault_roundTripsWithCauses() throws {
        let fault = Fault(
            .fenced, "term 3 is over", fields: ["term": 3, "leader": "01.axon", "nested": .object(["a": .bytes([1])])],
            advice: "Ask AHA", cause: Fault(.io, "no", cause: Fault(.noSpace, "full")))
        #expect(try Fault(packed: fault.packed) == fault)
        #expect(try Fault(packed: Fault(FaultCode("NewerCode"), "x").packed).code.name == "NewerCode")
    }

    @Test func fault_withEndlessCauses_isCutInsteadOfRefused() throws {
        var fault = Fault(.io, "deepest")
        for _ in 0..<50 { fault = Fault(.io, "above", cause: fault) }
        var link: Fault? = try Fault(packed: fault.packed)
        var depth = 0
        while let cause = link?.cause {
            link = cause
            depth += 1
        }
        #expect(depth == 8)
    }

    @Test func fault_malformed_isAFault() {
        #expect(fault { try Fault(packed: [0x80]) }?.message == "the field code is missing")
        #expect(fault { try Fault(packed: [0xc0]) }?.code == .badData)
    }
}
