import Kernel
import Model
import TestSupport
import Testing
import World

@testable import Storm

/// Queries with a print function and two commands, on a thread with the stack that queries need.
private struct EngineFixture {
    private static let catalogue = StormCatalogue(
        libraries: [
            StormLibrary(
                "", help: "For tests.",
                functions: [
                    StormFunction("print", ["mesg"], help: "Prints.") { call in
                        try call.runtime.print(try call.value(0).text(call.runtime))
                        return .null
                    },
                    StormFunction("raise", ["name"], help: "Raises.") { call in
                        throw Fault(.stormRaise, "raised", fields: ["errname": .string(try call.text(0))])
                    },
                ])
        ], objectTypes: [],
        commands: [
            CommandDeclaration(
                "say", help: "Says a word.",
                arguments: [
                    CommandArgument("word", help: "The word."),
                    CommandArgument("--times", type: .int, defaultValue: 1, help: "How often."),
                ]
            ) { run in
                try run.eachOrOnce { _, options in
                    for _ in 0..<(try options.int("times")) { try run.runtime.print(try options.text("word")) }
                }
            }
        ])

    /// One line for each message: nodes by their value, what is printed, faults with their names.
    static func answer(_ query: String, _ change: @escaping @Sendable (inout StormOptions) -> Void = { _ in }) throws -> [String] {
        let lines = Locked<[String]>([])
        let done = ThreadSemaphore()
        let host = try PipelineHost()
        try SystemThread.start(name: "query", stackBytes: StormEngine.stackBytes) {
            var options = StormOptions(user: PipelineHost.user)
            change(&options)
            StormEngine.run(query, options, host: host, catalogue: catalogue, queries: StormQueryCache()) { message in
                switch message {
                case .node(let item): lines.withLock { $0.append(StormValue(stored: item.node.value).quoted) }
                case .print(let text): lines.withLock { $0.append(text) }
                case .error(let fault): lines.withLock { $0.append("\(fault.code): \(fault.message)") }
                default: break
                }
            }
            done.signal()
        }
        done.wait()
        return lines.withLock { $0 }
    }
}

// MARK: Control

@Test func loops_breakInsideAndBehind_eachEndsItsOwn() throws {
    let query = "for $i in (1, 2) { for $j in (a, b, c) { if ($j = \"b\") { break } $lib.print(`{$i}{$j}`) } }"
    #expect(try EngineFixture.answer(query) == ["1a", "2a"])
    // A break behind the inner loop belongs to the outer one, although it is reached from inside of the inner one.
    let behind = "[ it:dev:int=1 ] for $i in (1, 2) { for $j in (a, b) { $lib.print(`{$i}{$j}`) } break }"
    #expect(try EngineFixture.answer(behind) == ["1a", "1"])
}

@Test func try_faultBehindIt_isNotCaught() throws {
    let query = "[ it:dev:int=1 ] try { $x=(1) } catch * as e { $lib.print(caught) } $lib.raise(Boom)"
    #expect(try EngineFixture.answer(query) == ["StormRaise: raised"])
    #expect(try EngineFixture.answer("try { $lib.raise(Boom) } catch Boom as e { $lib.print($e.name) }") == ["Boom"])
    let inner = "[ it:dev:int=1 ] try { $x=(1) } catch * as e { $lib.print(inner) } $lib.raise(B)"
    let nested = "try { \(inner) } catch B as e { $lib.print(outer) }"
    #expect(try EngineFixture.answer(nested) == ["outer"])
}

@Test func function_thatEmits_runsOnlyAsFarAsItIsGoneThrough() throws {
    let query = "function f() { emit a $lib.print(between) emit b } for $x in $f() { $lib.print($x) break }"
    #expect(try EngineFixture.answer(query) == ["a"])
    #expect(try EngineFixture.answer("emit (1)") == ["StormRuntimeError: Cannot emit from outside of an emitter function"])
    #expect(try EngineFixture.answer("function f() { emit a stop emit b } for $x in $f() { $lib.print($x) }") == ["a"])
}

@Test func function_setsVariablesAround_onlyThoseThatExist() throws {
    let query = "$x=(1) function f() { $x=(2) $y=(3) return() } $f() $lib.print($x) $lib.print($y)"
    #expect(try EngineFixture.answer(query) == ["NoSuchVar: Missing variable: y"])
    #expect(try EngineFixture.answer("$x=(1) function f() { $x=(2) return() } $f() $lib.print($x)") == ["2"])
}

@Test func pathVariables_ofOneNode_areNotThoseOfAnother() throws {
    let query = "[ it:dev:int=1 it:dev:int=2 ] $seen=$node.value() | $lib.print($seen)"
    #expect(try EngineFixture.answer(query) == ["1", "1", "2", "2"])
}

@Test func edits_ofFailedQuery_stay() throws {
    #expect(try EngineFixture.answer("[ it:dev:int=1 ] $lib.raise(Boom)") == ["StormRaise: raised"])
    #expect(try EngineFixture.answer("try { [ it:dev:int=1 ] $lib.raise(Boom) } catch * as e { } it:dev:int") == ["1"])
}

// MARK: Commands

@Test func command_usage_listsOptionsAndArguments() throws {
    let usage = [
        "", "Says a word.", "", "Usage: say [options] <word>", "", "Options:", "",
        "  --help                      : Display the command usage.", "  --times <times>             : How often. (default: 1)", "",
        "Arguments:", "", "  <word>                      : The word.",
    ]
    #expect(try EngineFixture.answer("say --help") == usage)
    #expect(try EngineFixture.answer("say") == usage + ["BadArg: The argument <word> is required."])
    #expect(try EngineFixture.answer("say hi --times x") == usage + ["BadArg: Invalid value for type (int): x"])
    #expect(try EngineFixture.answer("say hi there").last == "BadArg: Expected 1 positional arguments. Got 2: ['hi', 'there']")
}

@Test func command_afterOthers_beginsWhenTheyAreOver() throws {
    #expect(try EngineFixture.answer("$x=hi $lib.print(first) | say $x --times 2 | say last") == ["first", "hi", "hi", "last"])
    // What can be checked without a node comes before anything runs.
    #expect(try EngineFixture.answer("$lib.print(first) | nosuch.command") == ["NoSuchName: Storm command (nosuch.command) not found."])
}

// MARK: Hostile queries

@Test func query_deepRecursion_isRefused() throws {
    let query = "function f(n) { return($f(($n + 1))) } $f((0))"
    #expect(try EngineFixture.answer(query) == ["RecursionLimitHit: Maximum Storm pipeline depth exceeded."])
}

@Test func query_longChains_needNoDeepStack() throws {
    let sum = "$lib.print((" + Array(repeating: "1", count: 20_000).joined(separator: "+") + "))"
    #expect(try EngineFixture.answer(sum) == ["20000"])
    #expect(try EngineFixture.answer("$x=({}) $lib.print($x" + String(repeating: ".a", count: 20_000) + ")") == ["$lib.null"])
}

@Test func query_manyOperations_areRefused() throws {
    let many = String(repeating: "$x=1 ", count: Compiler.operatorsMax + 1)
    #expect(try EngineFixture.answer(many).first?.hasPrefix("HitLimit: ") == true)
    #expect(try EngineFixture.answer(String(repeating: "$x=1 ", count: 10_000) + "$lib.print($x)") == ["1"])
}

@Test func query_hugeTexts_areRefused() throws {
    let doubling = "$x=aaaaaaaaaaaaaaaa for $i in (1, 2, 3, 4, 5, 6, 7, 8) { $x=`{$x}{$x}{$x}{$x}` }"
    let lines = try EngineFixture.answer(doubling) { $0.limits.textBytesMax = 1 << 16 }
    #expect(lines.first?.hasPrefix("HitLimit: ") == true)
    #expect(try EngineFixture.answer("$x=a $lib.print($x.ljust(99999999999))").first?.hasPrefix("HitLimit: ") == true)
    #expect(try EngineFixture.answer("$lib.print((10 ** 1000000))").first?.hasPrefix("HitLimit: ") == true)
}

@Test func query_endlessLoop_endsWhenCancelled() throws {
    let cancellation = StormCancellation()
    cancellation.cancel()
    let lines = try EngineFixture.answer("while (true) { $x=1 }") { $0.cancellation = cancellation }
    #expect(lines == ["Cancelled: the query was cancelled"])
    let late = try EngineFixture.answer("while (true) { $x=1 }") { $0.limits.deadline = Timestamp(milliseconds: 0) }
    #expect(late == ["TimeOut: the query did not end before its deadline"])
}

@Test func list_thatHoldsItself_isPrintedAndRefusedAsValue() throws {
    let lines = try EngineFixture.answer("$l=([]) $l.append($l) $lib.print($l) [ it:dev:str=$l ]")
    #expect(lines.count == 2 && lines[0].hasPrefix("[[[") && lines[1].hasPrefix("RecursionLimitHit"))
}

// MARK: Values

@Test(arguments: [
    ("1.50", "1.50"), ("7e2", "7E+2"), ("0.000001", "0.000001"), ("0.0000001", "1E-7"), ("-12.5", "-12.5"), ("1e3", "1E+3"),
]) func decimal_asText_isAsPythonWritesIt(text: String, expected: String) throws {
    #expect(StormDecimal(text)?.description == expected)
}

@Test func decimal_arithmetic_isExactTo49Digits() throws {
    let (ten, three, four) = try (#require(StormDecimal("10")), #require(StormDecimal("3")), #require(StormDecimal("4")))
    #expect(ten.divided(by: four)?.description == "2.5")
    #expect(ten.divided(by: three)?.description == "3." + String(repeating: "3", count: 48))
    #expect((try #require(StormDecimal("0.1")) + (try #require(StormDecimal("0.2")))).description == "0.3")
    #expect(StormDecimal("1e99999") == nil && StormDecimal("one") == nil && StormDecimal("") == nil)
}

@Test func quoting_ofText_isAsPythonDoesIt() {
    #expect(StormValue.string("it's").quoted == "\"it's\"")
    #expect(StormValue.string("a'b\"c\n\u{1}é\u{200b}").quoted == "'a\\'b\"c\\n\\x01é\\u200b'")
    #expect(StormValue.tuple([.null]).quoted == "(None,)")
    #expect(StormValue.bytes([0x41, 0x00, 0x27]).quoted == "b\"A\\x00'\"")
}

@Test func sort_ofMixedValues_isRefusedInTheReferencesWords() throws {
    #expect(throws: Fault.self) { try ListOrder.sorted([.int(1), .string("a")], isReversed: false) }
    let sorted = try ListOrder.sorted([.float(2.5), .int(1), .bool(true)], isReversed: true)
    #expect(StormValue.list(sorted).quoted == "[2.5, 1, True]")
}

@Test func variables_beyondAFew_areStillFoundAndRemoved() {
    var set = VariableSet()
    for number in 0..<40 { set[VariableName("v\(number)")] = .int(Int64(number)) }
    set[VariableName("v3")] = nil
    #expect(set[VariableName("v3")] == nil)
    #expect(set[VariableName("v39")]?.quoted == "39")
    for number in 0..<39 where number != 3 { set[VariableName("v\(number)")] = nil }
    #expect(set.pairs.map(\.name.text) == ["v39"])
}
