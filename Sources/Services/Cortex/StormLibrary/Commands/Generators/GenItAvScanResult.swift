import Storm

extension CommandDeclaration {
    /// `gen.it.av.scan.result`
    static let genItAvScanResult = CommandDeclaration(
        "gen.it.av.scan.result", help: "Find a result of a scanner, or make it.",
        arguments: [
            .value("form", help: "The form of what was scanned."),
            .value("value", help: "Its value."),
            .value("signame", help: "The name of the signature."),
            .option("--scanner-name", help: "The name of the scanner."),
            .option("--time", help: "When it was scanned."),
            .flag("--try", help: "Make nothing where a value is bad, instead of failing."),
        ],
        storm: """
            yield $lib.gen.itAvScanResultByTarget($cmdopts.form, $cmdopts.value, $cmdopts.signame, scanner=$cmdopts.scanner_name,
                time=$cmdopts.time, try=$cmdopts.try)
            """)
}
