import Kernel
import Model
import Storm
import Testing
import World

@testable import StormLibrary

/// Queries whose edits are applied while they run on.
@Suite struct BulkEditTests {
    /// An edit that makes so many nodes that they are handed over while it is at work.
    @Test func triggers_hearEveryNodeOfALargeEdit() throws {
        let fixture = try LibraryFixture()
        _ = try fixture.call("$lib.trigger.add(({'cond': 'node:add', 'form': 'syn:tag', 'storm': '[ :title=seen ]'}))")
        let tag = [String](repeating: "a", count: 150).joined(separator: ".")
        _ = try fixture.call("[ inet:ipv4=1.2.3.4 +#$tag ]", variables: [.init("tag", .string(tag))])
        #expect(try fixture.lines("syn:tag:title=seen | count").lines == ["Counted 150 nodes."])
    }

    /// Its name cannot be part of a key, and the message says so.
    @Test func tagThatIsTooLong_isRefused() throws {
        let fixture = try LibraryFixture()
        let tag = [String](repeating: "abc", count: 200).joined(separator: ".")
        let fault = try fixture.lines("[ inet:ipv4=1.2.3.4 +#\(tag) ]").fault
        #expect(fault?.message.hasSuffix("is too long to be indexed") == true)
        #expect(try fixture.lines("inet:ipv4#\(tag) | count").lines == ["Counted 0 nodes."])
        #expect(try fixture.findings() == [])
    }

    /// Other changes of the Cortex need the transaction that the edits before them are in.
    @Test func otherChanges_betweenEdits_goOn() throws {
        let fixture = try LibraryFixture()
        let query = """
            for $i in $lib.range(1000) {
                [ inet:ipv4=$i ]
                if ($i = 300 or $i = 700) { $lib.globals.set(seen, $i) }
            } | spin
            """
        #expect(try fixture.lines(query).fault == nil)
        #expect(try fixture.call("return($lib.globals.get(seen))") == 700)
        #expect(try fixture.lines("inet:ipv4 | count").lines == ["Counted 1000 nodes."])
    }

    /// What a query edited before its fault stays, as much as it is.
    @Test func faultOfAQuery_leavesTheEditsBefore() throws {
        let fixture = try LibraryFixture()
        let fault = try fixture.lines("for $i in $lib.range(1000) { [ inet:ipv4=$i ] if ($i = 899) { $lib.raise(Oops, 'no') } }").fault
        #expect(fault?.code == FaultCode("StormRaise"))
        #expect(try fixture.lines("inet:ipv4 | count").lines == ["Counted 900 nodes."])
    }

    @Test func manyQueries_editAtOnce() throws {
        let fixture = try LibraryFixture()
        let (count, each) = (4, 1_000)
        let done = ThreadSemaphore()
        let faults = Locked<[Fault]>([])
        let host = fixture.host
        for number in 0..<count {
            try SystemThread.start(name: "query-\(number)", stackBytes: StormEngine.stackBytes) {
                // Half of the nodes are those of the next query too.
                let start = number * each / 2
                let query = "for $i in $lib.range(\(start + each), start=\(start)) { [ inet:ipv4=$i :asn=\(number) +#q\(number) ] } | spin"
                host.run(query, StormOptions(user: host.rootUser)) { message in
                    if case .error(let fault) = message { faults.withLock { $0.append(fault) } }
                }
                done.signal()
            }
        }
        for _ in 0..<count { done.wait() }
        #expect(faults.withLock { $0 }.isEmpty)
        #expect(try fixture.lines("inet:ipv4 | count").lines == ["Counted 2500 nodes."])
        for number in 0..<count { #expect(try fixture.lines("inet:ipv4#q\(number) | count").lines == ["Counted 1000 nodes."]) }
        #expect(try fixture.findings() == [])
    }
}
