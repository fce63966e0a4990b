import Testing

/// The rules see code only; this is what decides what code is.
@Suite struct CodeFilterTests {
    @Test(arguments: [
        ("let a = 1 // two!", "let a = 1 "), ("/* x\ny */ b", "\n b"), (#"f("a!b")"#, #"f("")"#), (#"f("a\"b") // c"#, #"f("") "#),
        (##"f(#"a"b"#) + 1"##, #"f("") + 1"#), (#"f("x \(g("y!")) z")!"#, #"f("")!"#), ("#if os(Linux)", "#if os(Linux)"),
        ("\"\"\"\na!\n\"\"\"\nb", "\"\n\n\"\nb"), ("\"\"\"\na \\\nc\n\"\"\"\nb", "\"\n\n\n\"\nb"),
    ]) func code_hasNoCommentsAndNoStrings(_ text: String, _ code: String) {
        #expect(String(decoding: CodeFilter.code(Array(text.utf8)), as: UTF8.self) == code)
    }
}
