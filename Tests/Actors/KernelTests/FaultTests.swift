import Kernel
import Testing

@Suite struct FaultTests {
    @Test func description_hasCodeMessageCauseAndAdvice() {
        let fault = Fault(.io, "no", fields: ["a": 1], advice: "Do this", cause: Fault(.noSpace, "full"))
        #expect(fault.description == "IoFault: no (because LowSpace: full). Do this")
        #expect(fault.with("b", 2).fields == ["a": 1, "b": 2])
        #expect(fault.with("b", 2).cause?.code == .noSpace)
        #expect(fault != fault.with("b", 2))
    }

    @Test func description_namesEveryCause() {
        let fault = Fault(.io, "first", cause: Fault(.io, "second", cause: Fault(.noSpace, "third")))
        #expect(fault.description == "IoFault: first (because IoFault: second) (because LowSpace: third)")
    }

    @Test func catalogue_namesEveryCodeOnce_withAMeaning() {
        let names = FaultCode.catalogue.map(\.code.name)
        #expect(Set(names).count == names.count)
        #expect(FaultCode.catalogue.allSatisfy { !$0.meaning.isEmpty && !$0.meaning.hasSuffix(".") })
    }
}
