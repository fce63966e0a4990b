import Kernel
import Model
import Storm
import Testing

@testable import StormLibrary

/// Examples are part of the declarations; here they prove to be right.
@Suite struct LibraryExamplesTests {
    @Test func examples_ofEveryFunction_areRight() throws {
        let fixture = try LibraryFixture()
        let functions = StandardLibrary.pureLibraries.flatMap(\.functions) + StandardLibrary.pureObjectTypes.flatMap(\.methods)
        var count = 0
        for function in functions {
            for example in function.examples {
                count += 1
                if let expected = example.returns {
                    let value = Result { try fixture.call(example.query) }
                    #expect(throws: Never.self, "\(example.query)") { try value.get() }
                    if case .success(let value) = value { #expect(value == expected, "\(example.query)") }
                }
                if let expected = example.prints {
                    let (lines, fault) = try fixture.lines(example.query)
                    #expect(fault == nil && lines == expected, "\(example.query)")
                }
            }
        }
        #expect(count > 60)
    }

    @Test func declarations_saySomething_andAreUnique() {
        let libraries = StandardLibrary.catalogue.libraries
        for library in libraries {
            let names = library.functions.map(\.name)
            #expect(Set(names).count == names.count, "\(library.path)")
            for function in library.functions { #expect(!function.help.isEmpty, "\(library.path).\(function.name)") }
        }
    }
}
