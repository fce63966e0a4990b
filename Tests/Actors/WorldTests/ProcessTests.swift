import Kernel
import TestSupport
import Testing

@testable import World

@Suite struct ProcessTests {
    @Test func variables_ofThisProcess_holdThePath() {
        #expect(ProcessEnvironment.variables["PATH"]?.isEmpty == false)
    }

    @Test func variables_oddEntries_areReadAsFarAsTheyGo() {
        let bytes = Array("A=1\0B=x=y\0EMPTY=\0=nameless\0without\0A=2\0LAST=end".utf8)
        #expect(ProcessEnvironment.parse(bytes) == ["A": "1", "B": "x=y", "EMPTY": "", "LAST": "end"])
        #expect(ProcessEnvironment.parse([]).isEmpty)
    }

    @Test func currentDirectory_isAbsolute() {
        #expect(ProcessEnvironment.currentDirectory?.hasPrefix("/") == true)
    }

    @Test func kind_ofFilesDirectoriesAndLinks_isTold() async throws {
        try await withTemporaryDirectory { directory in
            try Host.linux.files.replace(directory + "/file", with: [1], permissions: 0o600, label: "test")
            #expect(try FileKind.at(directory, followsLinks: false) == .directory)
            #expect(try FileKind.at(directory + "/file", followsLinks: false) == .file)
            #expect(try FileKind.at("/dev/null", followsLinks: false) == .other)
            #expect(try FileKind.at("/proc/self", followsLinks: false) == .symbolicLink)
            #expect(try FileKind.at("/proc/self", followsLinks: true) == .directory)
            #expect(fault { try FileKind.at(directory + "/none", followsLinks: true) }?.code == .noSuchFile)
        }
    }
}
