import Kernel
import MessagePack
import TestSupport
import Testing

private struct Member: CodablePackable, Hashable {
    enum Role: String, Codable { case leader, mirror }
    var name: String
    var role = Role.mirror
    var port: UInt16 = 1
    var note: String?
    var key: [UInt8] = []
    var ratio = 0.5
    var isUp = true
}

private struct Service: CodablePackable, Hashable {
    enum State: Codable, Hashable { case idle, following(leader: String, lag: Int) }
    var members: [Member]
    var state = State.idle
    var tags: [String: Int] = [:]
    var gaps: [Int?] = []
}

private struct Empty: CodablePackable, Hashable {}

private struct Wrapped: CodablePackable, Hashable {
    let number: UInt64
    init(_ number: UInt64) { self.number = number }
    init(from decoder: any Decoder) throws { number = try decoder.singleValueContainer().decode(UInt64.self) }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}

@Suite struct CodablePackableTests {
    private let service = Service(
        members: [Member(name: "00", role: .leader, note: "x", key: [1, 255]), Member(name: "01", port: .max)],
        state: .following(leader: "00", lag: 3), tags: ["a": 1, "b": -2], gaps: [1, nil, 3])

    @Test func everything_roundTrips() throws {
        #expect(try Service(packed: service.packed) == service)
        #expect(try Empty(packed: Empty().packed) == Empty())
        #expect(try Wrapped(packed: Wrapped(.max).packed) == Wrapped(.max))
        #expect(try [Member](packed: service.members.packed) == service.members)
    }

    @Test func keyed_isARecord_bytesAreBytes_nilIsLeftOut() throws {
        let value = try Unpacker.unpack(Member(name: "00", key: [7]).packed)
        #expect(
            value == .object([
                "name": "00", "role": "mirror", "port": 1, "key": .bytes([7]), "ratio": .float(0.5), "isUp": true,
            ]))
        #expect(Wrapped(5).packed == [5])
        #expect(Empty().packed == [0x80])
    }

    @Test func fields_canBeReadByHand() throws {
        var unpacker = Unpacker(service.members[0].packed)
        let record = try unpacker.record()
        #expect(try record.required("name", String.self) == "00")
        #expect(try record.required("key", Blob.self) == Blob([1, 255]))
    }

    @Test func unknownFields_areSkipped_missingOptionalIsNil() throws {
        let value = Value.object([
            "newer": .array([.object(["x": 1])]), "name": "n", "role": "leader", "port": 2, "key": .bytes([]), "ratio": 1, "isUp": false,
        ])
        #expect(try Member(packed: value.packed) == Member(name: "n", role: .leader, port: 2, ratio: 1, isUp: false))
    }

    private func broken(_ change: (inout [String: Value]) -> Void) throws -> Fault? {
        guard case .map(let entries) = try Unpacker.unpack(service.members[0].packed) else { return nil }
        var fields = Dictionary(uniqueKeysWithValues: entries.map { ($0.key.string ?? "", $0.value) })
        change(&fields)
        let member = Value.map(fields.map { Value.Entry(.string($0.key), $0.value) })
        let list = Value.object(["members": .array([member])])
        return fault { try Service(packed: list.packed) }
    }

    @Test func faults_nameThePlaceAndTheReason() throws {
        let missing = try #require(try broken { $0["name"] = nil })
        #expect(missing.code == .badData)
        #expect(missing.message == "members.0.name: the field is missing")
        #expect(missing.fields["field"] == "members.0.name")
        #expect(try broken { $0["name"] = 1 }?.message == "members.0.name: expected a string, found an integer")
        #expect(try broken { $0["port"] = 65536 }?.message == "members.0.port: the integer 65536 does not fit into UInt16")
        #expect(try broken { $0["port"] = -1 }?.message == "members.0.port: the integer -1 does not fit into UInt16")
        #expect(try broken { $0["isUp"] = .null }?.message == "members.0.isUp: expected a boolean, found null")
        #expect(try broken { $0["role"] = "king" }?.message.hasPrefix("members.0.role: ") == true)
        #expect(fault { try Service(packed: [0xc0]) }?.message == "the value: expected a mapping, found null")
        #expect(fault { try Service(packed: [0x81]) }?.code == .badData)
    }

    @Test func damagedBytes_areValueOrFault() throws {
        let bytes = service.packed
        let random = SeededRandom(5)
        for cut in 0..<bytes.count { #expect(fault { try Service(packed: Array(bytes.prefix(cut))) }?.code == .badData) }
        for _ in 0..<2000 {
            var bytes = bytes
            bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
            _ = try? Service(packed: bytes)
        }
    }
}
