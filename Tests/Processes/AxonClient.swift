import Axon
import Cell
import Kernel
import Link
import Messaging
import NIOPosix
import World

/// A link to one server, as the test's own client.
struct AxonClient: Sendable {
    let link: Link

    init(link: Link) { self.link = link }

    /// Over the socket file of the server in a directory.
    init(directory: String) async throws {
        let address = LinkAddress.unix(path: "\(directory)/\(ServiceURL.cellSocket)")
        link = try await LinkClient.connect(to: address, settings: LinkSettings(group: MultiThreadedEventLoopGroup.singleton))
    }

    var axon: Ref<AxonContract> { Ref(link) }
    var cell: Ref<CellContract> { Ref(link) }

    static func options(seconds: UInt64 = 20, request: Iden? = nil) -> CallOptions {
        CallOptions(deadline: Host.linux.clock.now() + .seconds(seconds), request: request, isIdempotent: request != nil)
    }

    func put(_ bytes: [UInt8], seconds: UInt64 = 20) async throws(Fault) -> BlobName {
        let names = try await axon.ask(PutBlobs([bytes]), options: Self.options(seconds: seconds, request: Host.linux.iden()))
        guard names.count == 1 else { throw Fault(.badData, "one blob was put, and \(names.count) were named") }
        return names[0]
    }

    func get(_ digest: Digest) async throws(Fault) -> [UInt8] {
        try await axon.download(GetBlob(digest), options: Self.options()).bytes.collect(bytesMax: 1 << 20)
    }

    func list() async throws(Fault) -> [BlobName] {
        let reader = try await axon.subscribe(ListBlobs(), options: Self.options(seconds: 60))
        var names: [BlobName] = []
        while let item = try await reader.next() { names.append(item.blob) }
        return names
    }

    func metrics() async throws(Fault) -> AxonMetrics.Reply { try await axon.ask(AxonMetrics(), options: Self.options()) }

    func status() async throws(Fault) -> GetNexusStatus.Reply { try await cell.ask(GetNexusStatus(), options: Self.options()) }

    func close() { link.close() }
}
