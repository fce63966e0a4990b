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

    /// Whoever is told of a node finds it in the store, and is told of it as it was when the query gave it.
    @Test func messages_waitForTheEditsTheyTellOf() throws {
        let many = try told("""
            for $i in $lib.range(2000) {
                [ inet:ipv4=$i :asn=$i ]
                if ($i = 999) { $lib.print(half) $lib.time.sleep((0.01)) }
            }
            """)
        #expect(many.count == 2_001)
        #expect(many.firstIndex(of: "half") == 999)
        let wrong = many.filter { $0 != "half" }.enumerated().first { $0.element != "\($0.offset) is there, asn \($0.offset)" }
        #expect(wrong == nil, "\(wrong?.element ?? "")")
        let few = try told("for $i in $lib.range(3) { [ inet:ipv4=1 :asn=$i ] }")
        #expect(few == (0..<3).map { "1 is there, asn \($0)" })
    }

    /// What the receiver of a query's messages sees when it gets them.
    private func told(_ query: String) throws -> [String] {
        let fixture = try LibraryFixture()
        let seen = Locked<[String]>([])
        try fixture.messages(query) { host, message in
            switch message {
            case .node(let item):
                let session = try host.session(view: nil, user: host.rootUser)
                let isThere = try session.node(item.node.form, item.node.value) != nil
                let (value, asn) = (item.node.value.int ?? -1, try item.node.property("asn")?.int ?? -1)
                seen.withLock { $0.append("\(value) is \(isThere ? "there" : "missing"), asn \(asn)") }
            case .print(let line): seen.withLock { $0.append(line) }
            default: return
            }
        }
        return seen.withLock { $0 }
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
