import Kernel
import MessagePack
import Messaging
import NIOCore
import Testing

enum Shop {}

struct Price: Request, Hashable {
    typealias Contract = Shop
    typealias Reply = Int
    static let name = "shop.price"
    static let permission: String? = "shop.read"
    let item: String
    init(item: String) { self.item = item }
    func pack(into packer: inout Packer) {
        packer.packRecord(1)
        packer.pack("item", item)
    }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { item = try unpacker.record().required("item") }
}

extension Request where Self == Price {
    static func price(of item: String) -> Price { Price(item: item) }
}

struct Count: Subscription {
    typealias Contract = Shop
    typealias Item = Int
    static let name = "shop.count"
    let upTo: Int
    init(upTo: Int) { self.upTo = upTo }
    func pack(into packer: inout Packer) { packer.pack(upTo) }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { upTo = Int(try unpacker.int()) }
}

struct Deliver: Upload {
    typealias Contract = Shop
    typealias Reply = Int
    static let name = "shop.deliver"
    init() {}
    func pack(into packer: inout Packer) { packer.packNil() }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { try unpacker.skip() }
}

struct Fetch: Download {
    typealias Contract = Shop
    typealias Head = Int
    static let name = "shop.fetch"
    let size: Int
    init(size: Int) { self.size = size }
    func pack(into packer: inout Packer) { packer.pack(size) }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { size = Int(try unpacker.int()) }
}

struct Haggle: Conversation {
    typealias Contract = Shop
    typealias Outgoing = Int
    typealias Incoming = Int
    static let name = "shop.haggle"
    init() {}
    func pack(into packer: inout Packer) { packer.packNil() }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { try unpacker.skip() }
}

let shop = MessageTable { table in
    table.on(Price.self) { message, _ throws(Fault) in
        guard message.item != "moon" else { throw Fault(.noSuchName, "nobody sells the moon") }
        return message.item.count
    }
    table.on(Count.self) { message, _, items throws(Fault) in
        for number in 0..<message.upTo { try await items.send(number) }
    }
    table.on(Deliver.self) { _, _, bytes throws(Fault) in
        var total = 0
        while let chunk = try await bytes.next() { total += chunk.readableBytes }
        return total
    }
    table.on(Fetch.self) { message, _, bytes throws(Fault) in
        guard message.size >= 0 else { throw Fault(.noSuchBytes, "a blob has a size") }
        try bytes.begin(message.size)
        try await bytes.send([UInt8](repeating: 7, count: message.size))
    }
    table.on(Haggle.self) { _, _, offers, answers throws(Fault) in
        while let offer = try await offers.next() { try await answers.send(offer * 2) }
    }
}

@Suite struct LocalEndpointTests {
    let ref = Ref<Shop>(LocalEndpoint(Router(shop)))

    @Test func ask_knownMessage_replies() async throws {
        #expect(try await ref.ask(.price(of: "bread")) == 5)
    }

    @Test func ask_handlerThrows_sameFault() async {
        await #expect(throws: Fault(.noSuchName, "nobody sells the moon")) { try await ref.ask(.price(of: "moon")) }
    }

    @Test func ask_callerWithoutPermission_denied() async {
        let stranger = Ref<Shop>(LocalEndpoint(Router(shop), caller: Caller(user: "eve", network: "net", authorizer: RootOnly())))
        let fault = await thrownFault { () throws(Fault) in try await stranger.ask(.price(of: "bread")) }
        #expect(fault?.code == .denied)
        #expect(fault?.message.contains("eve@net") == true)
    }

    @Test func ask_unknownMessageOrTarget_namesIt() async {
        let empty = Ref<Shop>(LocalEndpoint(Router(MessageTable())))
        let unknown = await thrownFault { () throws(Fault) in try await empty.ask(.price(of: "bread")) }
        #expect(unknown?.code == .noSuchMessage)
        #expect(unknown?.fields["name"] == "shop.price")
        let nowhere = Ref<Shop>(LocalEndpoint(Router(shop)), target: "attic")
        let target = await thrownFault { () throws(Fault) in try await nowhere.ask(.price(of: "bread")) }
        #expect(target?.code == .noSuchTarget)
        #expect(target?.fields["target"] == "attic")
    }

    @Test func subscribe_manyItems_inOrderAndEnds() async throws {
        let items = try await ref.subscribe(Count(upTo: 5000))
        var next = 0
        for try await item in items {
            #expect(item == next)
            next += 1
        }
        #expect(next == 5000)
    }

    @Test func subscribe_readerReleased_handlerIsCancelled() async throws {
        let (ended, end) = AsyncStream.makeStream(of: Fault.self)
        let table = MessageTable { table in
            table.on(Count.self) { _, _, items throws(Fault) in
                do throws(Fault) {
                    while true { try await items.send(1) }
                } catch {
                    end.yield(error)
                    throw error
                }
            }
        }
        var reader: ItemReader<Int>? = try await Ref<Shop>(LocalEndpoint(Router(table))).subscribe(Count(upTo: 0))
        #expect(try await reader?.next() == 1)
        reader = nil
        var faults = ended.makeAsyncIterator()
        #expect(await faults.next()?.code == .cancelled)
    }

    @Test func upload_bytes_replyAfterAll() async throws {
        let writer = try await ref.upload(Deliver())
        for _ in 0..<40 { try await writer.write([UInt8](repeating: 1, count: 100_000)) }
        #expect(try await writer.finish() == 4_000_000)
    }

    @Test func download_headThenBytes() async throws {
        let (head, bytes) = try await ref.download(Fetch(size: 1000))
        #expect(head == 1000)
        #expect(try await bytes.collect(bytesMax: 1000).count == 1000)
    }

    @Test func download_faultBeforeHead_isThrown() async {
        let fault = await thrownFault { () throws(Fault) in try await ref.download(Fetch(size: -1)) }
        #expect(fault?.code == .noSuchBytes)
    }

    @Test func download_moreThanAsked_limit() async throws {
        let (_, bytes) = try await ref.download(Fetch(size: 1000))
        let fault = await thrownFault { () throws(Fault) in try await bytes.collect(bytesMax: 999) }
        #expect(fault?.code == .limit)
    }

    @Test func converse_bothDirections() async throws {
        let (reader, writer) = try await ref.converse(Haggle())
        for offer in 1...10 {
            try await writer.send(offer)
            #expect(try await reader.next() == offer * 2)
        }
        writer.finish()
        #expect(try await reader.next() == nil)
    }
}

/// The fault that `body` throws; nil where it returns.
func thrownFault<Result>(_ body: () async throws(Fault) -> Result) async -> Fault? {
    do throws(Fault) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
