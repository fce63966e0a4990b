import Kernel
import Testing
import World

@testable import SynctlKit

@Suite struct ReferenceTests {
    private static let page = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined() + "/docs/synctl.md"
    /// Far above what the page will ever have.
    private static let pageBytesMax = 1 << 20

    /// The page in docs is what the declarations say. `SYNCTL_WRITE_DOCS=1 swift test --filter ReferenceTests` writes it anew.
    @Test func page_isThatOfTheDeclarations() throws {
        let text = CommandReference.markdown
        if ProcessEnvironment.variables["SYNCTL_WRITE_DOCS"] != nil {
            try Host.linux.files.replace(Self.page, with: Array(text.utf8), permissions: 0o644, label: "write the reference")
        }
        let bytes = try Host.linux.files.read(Self.page, bytesMax: Self.pageBytesMax, label: "read the reference")
        let page = String(decoding: bytes, as: UTF8.self)
        #expect(page == text, "docs/synctl.md is not what the declarations say; write it anew with SYNCTL_WRITE_DOCS=1")
    }
}
