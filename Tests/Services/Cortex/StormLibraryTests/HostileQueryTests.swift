import Kernel
import Model
import Storm
import TestSupport
import Testing
import World

@testable import StormLibrary

/// Queries that would take all memory or all time: each ends with a clear fault, and the next query works.
@Suite struct HostileQueryTests {
    /// A query with a bound of its own on time, where it has no end by itself.
    private func fault(_ query: String, endingAfterMs milliseconds: Int64? = nil) throws -> Fault? {
        let fixture = try LibraryFixture()
        let host = fixture.host
        let found = Locked<Fault?>(nil)
        let done = ThreadSemaphore()
        try SystemThread.start(name: "query", stackBytes: StormEngine.stackBytes) {
            var options = StormOptions(user: host.rootUser)
            options.limits.deadline = milliseconds.map { host.now().advanced(byMs: $0) }
            host.run(query, options) { message in
                if case .error(let fault) = message { found.withLock { $0 = fault } }
            }
            done.signal()
        }
        done.wait()
        #expect(try fixture.call("return((1 + 1))") == 2)
        return found.withLock { $0 }
    }

    @Test(arguments: [
        "while (true) { $x=(1) }", "for $x in $lib.range(1000000000000) { $y=$x }",
        "function f() { while (true) { emit hi } } for $x in $f() { }",
        "function f() { while (true) { emit hi } } $l=$lib.list() for $x in $f() { $y=$x }",
    ]) func endlessLoop_endsAtTheDeadline(query: String) throws {
        #expect(try fault(query, endingAfterMs: 200)?.code == .deadline)
    }

    @Test func doublingText_isBounded() throws {
        let fault = try fault("$x=aaaaaaaa while (true) { $x=`{$x}{$x}` }", endingAfterMs: 60_000)
        #expect(fault != nil && fault?.code != .deadline)
    }

    @Test func hugePower_isRefused() throws {
        #expect(try fault("$x=(2 ** 100000000000)", endingAfterMs: 20_000) != nil)
    }

    @Test func recursionWithoutEnd_isRefused() throws {
        #expect(try fault("function f() { return($f()) } $f()")?.code.name == "RecursionLimitHit")
    }

    @Test(arguments: ["(", "[", "{", "$(", "${", "-("]) func nesting_aMillionDeep_isRefused(opening: String) throws {
        let text = "$x=(" + String(repeating: opening, count: 1_000_000)
        #expect(try fault(text)?.code == .badSyntax)
    }

    @Test func pattern_thatBacktracksWithoutEnd_isRefused() throws {
        let text = String(repeating: "a", count: 40) + "!"
        let fault = try fault("$lib.regex.search('(a+)+$', '\(text)')", endingAfterMs: 60_000)
        #expect(fault == nil || fault?.code != .deadline)
    }

    /// Not a silent mismatch: a filter and a lift say that they could not tell.
    @Test(arguments: ["it:dev:str +it:dev:str~='^(a|aa)+$'", "it:dev:str~='^(a|aa)+$'"])
    func pattern_thatTakesTooLong_isAFaultOfFiltersAndLifts(query: String) throws {
        let fixture = try LibraryFixture()
        let text = String(repeating: "a", count: 80) + "!"
        #expect(try fixture.lines("[ it:dev:str='\(text)' ]").fault == nil)
        #expect(try fixture.lines(query).fault?.code == .limit)
    }

    @Test func query_cancelledWhileItsReaderIsSlow_ends() throws {
        let fixture = try LibraryFixture()
        let host = fixture.host
        let cancellation = StormCancellation()
        let seen = Locked<(nodes: Int, fault: Fault?)>((0, nil))
        let done = ThreadSemaphore()
        try SystemThread.start(name: "query", stackBytes: StormEngine.stackBytes) {
            var options = StormOptions(user: host.rootUser)
            options.cancellation = cancellation
            host.run("for $x in $lib.range(2000) { [ inet:asn=$x ] } | spin | inet:asn", options) { message in
                switch message {
                case .node:
                    // The reader has seen enough after the third node.
                    if seen.withLock({ seen in
                        seen.nodes += 1
                        return seen.nodes == 3
                    }) { cancellation.cancel() }
                case .error(let fault): seen.withLock { $0.fault = fault }
                default: break
                }
            }
            done.signal()
        }
        done.wait()
        #expect(seen.withLock { $0.fault?.code } == .cancelled)
        #expect(seen.withLock { $0.nodes } < 10)
    }
}
