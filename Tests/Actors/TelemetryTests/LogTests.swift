import Kernel
import Logging
import Synchronization
import Telemetry
import Testing

/// Collects what a sink writes.
final class Lines: Sendable {
    private let written = Mutex<[[UInt8]]>([])

    func add(_ line: [UInt8]) { written.withLock { $0.append(line) } }

    var texts: [String] { written.withLock { $0.map { String(decoding: $0, as: UTF8.self) } } }
    var last: String { texts.last ?? "" }
}

/// 2021-06-28 16:17:55.775 UTC.
let sampleTime = Timestamp(milliseconds: 1_624_897_075_775)

func sink(_ lines: Lines, _ settings: LogSettings = LogSettings(), at time: Timestamp = sampleTime) -> LogSink {
    LogSink(process: "00.cortex", settings: settings, clock: { time }, writer: { (line: borrowing [UInt8]) in lines.add(copy line) })
}

@Suite struct LogTests {
    @Test func text_message_hasTheFormOfTheGuide() {
        let lines = Lines()
        let logger = sink(lines).logger("synapse.storm")
        logger.info(
            "Executing storm query {inet:ipv4=1.2.3.4} as [root]",
            metadata: ["actor": "cortex/storm", "text": "inet:ipv4=1.2.3.4", "username": "root", "user": "31"],
            file: "Cortex/Cortex.swift",
            function: "logStormQuery(_:)")
        #expect(
            lines.last == "2021-06-28 16:17:55,775 [INFO] Executing storm query {inet:ipv4=1.2.3.4} as [root] "
                + "[Cortex.swift:logStormQuery:cortex/storm:00.cortex]\n")
    }

    @Test func text_metadataAndFault_followTheMessage() {
        let lines = Lines()
        let fault = Fault(.noSpace, "3 percent free", advice: "Free space", cause: Fault(.io, "write"))
        sink(lines).logger("x").warning(
            "read-only", error: fault, metadata: ["path": "/srv", "free": .value(3)], file: "A/B.swift", function: "f()")
        #expect(
            lines.last == "2021-06-28 16:17:55,775 [WARNING] read-only: LowSpace: 3 percent free (because IoFault: write). Free space "
                + "free=3 path=/srv [B.swift:f:-:00.cortex]\n")
    }

    @Test(arguments: ["a\nb", "a\rb", "\u{1b}[31m", "\u{85}", "\u{2028}x", "\u{202e}x", "\0"])
    func text_controlCharacters_areEscaped(text: String) {
        let lines = Lines()
        sink(lines).logger("x").info("\(text)", metadata: ["k": "\(text)", "actor": "\(text)"])
        let body = lines.last.dropLast()
        #expect(body.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && ![0x2028, 0x202e].contains($0.value) })
    }

    @Test func json_message_hasTheFieldsOfTheGuide() throws {
        let lines = Lines()
        let fault = Fault(.badSyntax, "No terminal", fields: ["at": 1, "text": "||"])
        sink(lines, LogSettings(format: .json)).logger("synapse.lib.view").error(
            "Error during storm execution for { || }", error: fault,
            metadata: ["text": "||", "username": "root", "user": "3189065f95d3ab0a6904e604260c0be2", "level": "forged", "lag": .value(7)],
            file: "Graph/View.swift", function: "runStorm()")
        #expect(
            lines.last == """
                {"message": "Error during storm execution for { || }", "logger": {"name": "synapse.lib.view", "process": "00.cortex", \
                "filename": "View.swift", "func": "runStorm", "actor": "-"}, "level": "ERROR", "time": "2021-06-28 16:17:55,775", \
                "err": {"errname": "BadSyntax", "mesg": "No terminal", "at": 1, "text": "||"}, "lag": 7, "text": "||", \
                "user": "3189065f95d3ab0a6904e604260c0be2", "username": "root"}

                """)
        #expect(JSONCheck.isObject(lines.last))
    }

    @Test func json_anyText_isOneValidLine() {
        struct Odd: Error {}
        let lines = Lines()
        let logger = sink(lines, LogSettings(format: .json)).logger("a\"b")
        for text in ["\"\\\n\r\t\0\u{1b}\u{7f}\u{85}\u{2028}é😀", "", "{", "</script>"] {
            logger.critical(
                "\(text)", error: Odd(), metadata: ["\(text)": ["\(text)", ["\(text)": "\(text)"]], "f": .value(.float(.nan))])
            #expect(JSONCheck.isObject(lines.last), "\(lines.last)")
            #expect(lines.last.unicodeScalars.filter { $0 == "\n" }.count == 1)
        }
    }

    @Test(arguments: [LogSettings.Format.text, .json], [10_000, 60_000, 1_000_000])
    func line_tooLong_isCutAndSaysSo(format: LogSettings.Format, length: Int) {
        let lines = Lines()
        let logger = sink(lines, LogSettings(format: format, hasPriorityPrefix: false)).logger("x")
        let text = String(repeating: "é\n", count: length / 3)
        let many = Dictionary(uniqueKeysWithValues: (0..<200).map { ("key\($0)", Logger.MetadataValue.string(String(text.prefix(3000)))) })
        for metadata in [[:], ["a": .string(text)], many, ["deep": .value(.array(Array(repeating: .string(text), count: 60)))]] {
            logger.info("\(text)", metadata: metadata)
            #expect(lines.last.utf8.count <= 48 << 10)
            if length > 48 << 10 { #expect(lines.last.contains(format == .json ? "\"truncated\": true" : "... (cut) [")) }
            if format == .json { #expect(JSONCheck.isObject(lines.last)) }
        }
    }

    @Test func journal_lines_startWithTheirPriority() {
        let lines = Lines()
        let logger = sink(lines, LogSettings(level: .debug, hasPriorityPrefix: true)).logger("x")
        logger.debug("a")
        logger.info("a")
        logger.warning("a")
        logger.error("a")
        logger.critical("a")
        #expect(lines.texts.map { String($0.prefix(3)) } == ["<7>", "<6>", "<4>", "<3>", "<2>"])
    }

    @Test func level_ofTheSink_changesWhileRunning() {
        let lines = Lines()
        let sink = sink(lines)
        var logger = sink.logger("x")
        logger.debug("no")
        sink.level = .debug
        logger.debug("yes")
        logger.logLevel = .error
        logger.info("no")
        #expect(lines.texts.count == 1)
    }

    @Test func secrets_inAnyPlace_areNotWritten() {
        let mark = "s3cr3tMark"
        let lines = Lines()
        for format in [LogSettings.Format.text, .json] {
            let logger = sink(lines, LogSettings(format: format)).logger("x")
            let url = "aha://root:\(mark)@cortex..."
            logger.info(
                "link to \(url) and ssl://u:a@\(mark)@h, tcp://x",
                error: Fault(.unreachable, url, fields: ["passwd": .string(mark), "url": .string(url)]),
                metadata: [
                    "passwd": "\(mark)", "Authorization": "\(mark)", "url": "\(url)", "list": ["\(url)"], "in": ["token": "\(mark)"],
                    "auth:passwd": "\(mark)", "value": .value(.object(["password": .string(mark), "u": .string(url)])),
                ])
            #expect(!lines.last.contains(mark), "\(lines.last)")
            #expect(lines.last.contains("aha://root:***@cortex..."))
        }
    }

    @Test func secrets_whereALongTextIsCut_areNotWritten() {
        let mark = "s3cr3tMark"
        let lines = Lines()
        for format in [LogSettings.Format.text, .json] {
            for padding in stride(from: 47 * 1024 - 40, to: 47 * 1024, by: 3) {
                sink(lines, LogSettings(format: format)).logger("x").info(
                    "\(String(repeating: "x", count: padding)) aha://root:\(mark)@host")
                #expect(!lines.last.contains("root:s"))
            }
        }
    }

    @Test func times_acrossTheCalendar_areRight() {
        let cases: [(Int64, String)] = [
            (0, "1970-01-01 00:00:00,000"), (-1, "1969-12-31 23:59:59,999"), (951_782_400_000, "2000-02-29 00:00:00,000"),
            (951_868_799_999, "2000-02-29 23:59:59,999"), (4_107_542_400_000, "2100-03-01 00:00:00,000"),
            (1_709_164_800_000, "2024-02-29 00:00:00,000"),
            (1_735_689_599_001, "2024-12-31 23:59:59,001"),
        ]
        for (milliseconds, text) in cases {
            let lines = Lines()
            sink(lines, at: Timestamp(milliseconds: milliseconds)).logger("x").info("a")
            #expect(lines.last.hasPrefix(text), "\(lines.last)")
        }
    }

    @Test func settings_environment_isReadOrRefused() throws {
        #expect(try LogSettings(environment: [:], isJournal: false) == LogSettings())
        let settings = try LogSettings(environment: ["SYN_LOG_LEVEL": "CRITICAL", "SYN_LOG_STRUCT": "true"], isJournal: true)
        #expect(settings == LogSettings(level: .critical, format: .json, hasPriorityPrefix: true))
        for bad in ["SYN_LOG_LEVEL": "CRITCAL", "SYN_LOG_STRUCT": "yes"] {
            #expect(throws: Fault.self) { try LogSettings(environment: [bad.key: bad.value], isJournal: false) }
        }
        do {
            _ = try LogSettings(environment: ["SYN_LOG_LEVEL": "loud"], isJournal: false)
        } catch {
            #expect(error.message == "SYN_LOG_LEVEL expects one of DEBUG, INFO, WARNING, ERROR, CRITICAL, found 'loud'")
            #expect(error.code == .badConfig)
        }
    }

    @Test func lines_fromManyTasks_stayWhole() async {
        let lines = Lines()
        let logger = sink(lines).logger("x")
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask { for _ in 0..<100 { logger.info("task \(number)") } }
            }
        }
        #expect(lines.texts.count == 800)
        #expect(lines.texts.allSatisfy { $0.hasPrefix("2021-06-28") && $0.hasSuffix("]\n") })
    }
}
