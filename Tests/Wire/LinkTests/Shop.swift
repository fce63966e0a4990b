import Kernel
import Link
import MessagePack
import Messaging
import NIOCore
import NIOPosix
import Synchronization
import Testing

/// The contract of the service under test.
enum Shop {}

/// Replies with what it was sent.
struct Echo: Request {
    typealias Contract = Shop
    typealias Reply = String
    static let name = "shop.echo"
    let text: String
    init(_ text: String) { self.text = text }
    func pack(into packer: inout Packer) {
        packer.packRecord(1)
        packer.pack("text", text)
    }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { text = try unpacker.record().required("text") }
}

/// Needs a permission.
struct Close: Request {
    typealias Contract = Shop
    typealias Reply = Done
    static let name = "shop.close"
    static let permission: String? = "shop.close"
    init() {}
    func pack(into packer: inout Packer) { packer.packNil() }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { try unpacker.skip() }
}

/// No handler knows it.
struct Unheard: Request {
    typealias Contract = Shop
    typealias Reply = Done
    static let name = "shop.unheard"
    init() {}
    func pack(into packer: inout Packer) { packer.packNil() }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { try unpacker.skip() }
}

/// Never replies; tells the test when it was cancelled.
struct Hang: Request {
    typealias Contract = Shop
    typealias Reply = Done
    static let name = "shop.hang"
    init() {}
    func pack(into packer: inout Packer) { packer.packNil() }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { try unpacker.skip() }
}

/// Counts from 0; for ever where `upTo` is negative. Faults at `failAt`.
struct Count: Subscription {
    typealias Contract = Shop
    typealias Item = Int
    static let name = "shop.count"
    let upTo: Int
    let failAt: Int
    init(upTo: Int, failAt: Int = -1) {
        self.upTo = upTo
        self.failAt = failAt
    }
    func pack(into packer: inout Packer) {
        packer.packRecord(2)
        packer.pack("to", upTo)
        packer.pack("fail", failAt)
    }
    init(unpacking unpacker: inout Unpacker) throws(Fault) {
        let record = try unpacker.record()
        upTo = try record.required("to")
        failAt = try record.required("fail")
    }
}

/// Replies with the sum of the bytes and their count.
struct Deliver: Upload {
    typealias Contract = Shop
    typealias Reply = [Int]
    static let name = "shop.deliver"
    let refuse: Bool
    init(refuse: Bool = false) { self.refuse = refuse }
    func pack(into packer: inout Packer) { packer.pack(refuse) }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { refuse = try unpacker.bool() }
}

/// So many bytes, each its offset modulo 251.
struct Fetch: Download {
    typealias Contract = Shop
    typealias Head = Int
    static let name = "shop.fetch"
    let size: Int
    init(size: Int) { self.size = size }
    func pack(into packer: inout Packer) { packer.pack(size) }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { size = Int(try unpacker.int()) }
}

/// Answers each number with its double.
struct Haggle: Conversation {
    typealias Contract = Shop
    typealias Outgoing = Int
    typealias Incoming = Int
    static let name = "shop.haggle"
    init() {}
    func pack(into packer: inout Packer) { packer.packNil() }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { try unpacker.skip() }
}

/// What the handlers of a shop tell the test.
final class ShopEvents: Sendable {
    let stream: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation
    init() { (stream, continuation) = AsyncStream.makeStream() }
    func tell(_ event: String) { continuation.yield(event) }

    func next() async -> String? {
        var iterator = stream.makeAsyncIterator()
        return await iterator.next()
    }
}

/// The bytes that a ``Fetch`` of `size` gives, from `offset` on.
func pattern(_ range: Range<Int>) -> [UInt8] { range.map { UInt8($0 % 251) } }

func shop(_ events: ShopEvents = ShopEvents(), placement: HandlerPlacement = .pool) -> MessageTable {
    MessageTable { table in
        table.on(Echo.self, runs: placement) { message, _ throws(Fault) in message.text }
        table.on(Close.self) { _, _ throws(Fault) in Done() }
        table.on(Hang.self) { _, _ throws(Fault) in
            events.tell("hanging")
            // A stream that never says anything ends only with its reader.
            let (silence, source) = AsyncStream.makeStream(of: Void.self)
            for await _ in silence {}
            source.finish()
            events.tell(Task.isCancelled ? "cancelled" : "woken")
            throw Fault(.cancelled, "the handler was cancelled")
        }
        table.on(Count.self) { message, _, items throws(Fault) in
            do throws(Fault) {
                var number = 0
                while number != message.upTo {
                    if number == message.failAt { throw Fault(.refused, "no further than \(number)", fields: ["at": .int(Int64(number))]) }
                    try await items.send(number)
                    number += 1
                }
            } catch {
                events.tell("count: \(error.code)")
                throw error
            }
        }
        table.on(Deliver.self) { message, _, bytes throws(Fault) in
            if message.refuse { throw Fault(.noSpace, "the shop is full") }
            events.tell("delivering")
            var sum = 0
            var count = 0
            do throws(Fault) {
                while let chunk = try await bytes.next() {
                    for byte in chunk.readableBytesView { sum += Int(byte) }
                    count += chunk.readableBytes
                }
            } catch {
                events.tell("deliver: \(error.code)")
                throw error
            }
            return [sum, count]
        }
        table.on(Fetch.self) { message, _, bytes throws(Fault) in
            guard message.size >= 0 else { throw Fault(.noSuchBytes, "a blob has a size") }
            try bytes.begin(message.size)
            var offset = 0
            while offset < message.size {
                let end = min(offset + 100_000, message.size)
                try await bytes.send(pattern(offset..<end))
                offset = end
            }
        }
        table.on(Haggle.self) { _, _, offers, answers throws(Fault) in
            while let offer = try await offers.next() { try await answers.send(offer * 2) }
        }
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

/// A shop behind a listener on loopback, and one link to it.
struct ShopPair {
    let listener: Listener
    let link: Link
    let events: ShopEvents
    var ref: Ref<Shop> { Ref(link) }

    static func settings(_ change: (inout LinkSettings) -> Void = { _ in }) -> LinkSettings {
        var settings = LinkSettings(group: MultiThreadedEventLoopGroup.singleton)
        change(&settings)
        return settings
    }

    static func open(
        placement: HandlerPlacement = .pool, server: (inout LinkSettings) -> Void = { _ in },
        client: (inout LinkSettings) -> Void = { _ in }
    ) async throws -> ShopPair {
        let events = ShopEvents()
        let serving = settings { settings in
            settings.router = Router(shop(events, placement: placement))
            settings.hello.service = "00.shop"
            server(&settings)
        }
        let listener = try await Listener.start(.tcp(host: "127.0.0.1", port: 0), settings: serving)
        let link = try await LinkClient.connect(to: listener.address, settings: settings(client))
        return ShopPair(listener: listener, link: link, events: events)
    }

    func close() async {
        link.close()
        await listener.stop()
    }
}
