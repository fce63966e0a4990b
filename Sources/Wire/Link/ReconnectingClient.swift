import Kernel
import MessagePack
import Messaging
import NIOCore
import Synchronization
import World

/// One place where a service may be.
public struct LinkTarget: Sendable {
    /// Where to connect, and with which certificates; nil without TLS.
    public let address: LinkAddress
    public let tls: LinkTLS?

    public init(_ address: LinkAddress, tls: LinkTLS? = nil) {
        self.address = address
        self.tls = tls
    }
}

/// An endpoint that outlives its links: it connects when first needed, and again, with growing pauses, whenever the link is gone.
///
/// A call that the peer has surely not begun is sent again on the next link. A call that may have been begun fails with `LinkShutDown`,
/// unless its options say that it may be repeated; then it is, until its deadline. Streams that have begun are not resumed.
public actor ReconnectingClient: Endpoint {
    /// Finds where the service is now, the best place first.
    public typealias Resolver = @Sendable () async throws(Fault) -> [LinkTarget]

    private let settings: LinkSettings
    private let resolve: Resolver
    /// How long a call without a deadline waits for a link.
    private let connectTime: Instant.Span
    private var link: Link?
    private var linkedAt = Instant.zero
    /// Whether `link` refused a call because it ends.
    private var isLinkSpent = false
    private var connecting: Task<Void, Never>?
    private var waiters: [UInt64: CheckedContinuation<Result<Link, Fault>, Never>] = [:]
    private var nextWaiter: UInt64 = 0
    private var backoff = Backoff()
    /// A link that lived shorter was none.
    private static let lifeMin = Instant.Span.seconds(1)
    private var isClosed = false

    /// - Parameters:
    ///   - connectTime: how long a call without a deadline waits for a link before it fails with the reason of the last attempt.
    ///   - resolve: asked before every attempt.
    public init(settings: LinkSettings, connectTime: Instant.Span = .seconds(30), resolve: @escaping Resolver) {
        self.settings = settings
        self.connectTime = connectTime
        self.resolve = resolve
    }

    /// Always the same places.
    public init(settings: LinkSettings, connectTime: Instant.Span = .seconds(30), targets: [LinkTarget]) {
        self.init(settings: settings, connectTime: connectTime) { targets }
    }

    deinit {
        link?.close()
        connecting?.cancel()
    }

    /// The link, made now if there is none.
    /// - Throws: the fault of the last attempt when `deadline` passes; `IsFini` after ``close()``; `Cancelled`.
    public func connected(by deadline: Instant? = nil) async throws(Fault) -> Link {
        // State is read anew after every wait.
        let limit = deadline ?? settings.host.clock.now() + connectTime
        var lastFault = Fault(.unreachable, "no attempt to connect was made in time")
        while true {
            if isClosed { throw Fault(.stopped, "the client was closed") }
            if let link, link.isOpen, !isLinkSpent { return link }
            guard !Task.isCancelled else { throw Fault(.cancelled, "the task was cancelled while it waited for a link") }
            guard settings.host.clock.now() < limit else { throw lastFault }
            switch await attempt(until: limit) {
            case .success: continue
            case .failure(let fault): lastFault = fault
            }
        }
    }

    /// One attempt, shared by all callers that wait, but no longer than `limit` for any of them.
    private func attempt(until limit: Instant) async -> Result<Link, Fault> {
        if connecting == nil { connect() }
        nextWaiter += 1
        let number = nextWaiter
        let clock = settings.host.clock
        let timer = Task { [weak self] in
            try? await clock.sleep(until: limit)
            await self?.giveUp(number, Fault(.deadline, "no link could be made before the deadline"))
        }
        defer { timer.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiters[number] = $0 }
        } onCancel: {
            Task { await self.giveUp(number, Fault(.cancelled, "the task was cancelled while it waited for a link")) }
        }
    }

    private func giveUp(_ number: UInt64, _ fault: Fault) {
        waiters.removeValue(forKey: number)?.resume(returning: .failure(fault))
    }

    private func connect() {
        let clock = settings.host.clock
        // A link that broke at once counts as a failed attempt: else a peer that closes each would be asked without a pause.
        if link != nil, clock.now().since(linkedAt) >= Self.lifeMin { backoff.reset() }
        link = nil
        isLinkSpent = false
        let pause = backoff.next(settings.host.random)
        let (resolve, settings) = (resolve, settings)
        connecting = Task { [weak self] in
            let result = await Self.connect(after: pause, resolve: resolve, settings: settings)
            guard let self else {
                if case .success(let link) = result { link.close() }
                return
            }
            await self.settle(result)
        }
    }

    private func settle(_ result: Result<Link, Fault>) {
        connecting = nil
        if case .success(let made) = result {
            if isClosed { made.close() } else { link = made }
            linkedAt = settings.host.clock.now()
        }
        let waiting = waiters
        waiters = [:]
        for waiter in waiting.values { waiter.resume(returning: result) }
    }

    private static func connect(
        after pause: Instant.Span, resolve: Resolver, settings: LinkSettings
    ) async -> Result<Link, Fault> {
        var last = Fault(.unreachable, "the service has no address now")
        do throws(Fault) {
            if pause > .zero { try await settings.host.clock.sleep(for: pause) }
            for target in try await resolve() {
                do throws(Fault) {
                    return .success(try await LinkClient.connect(to: target.address, tls: target.tls, settings: settings))
                } catch {
                    last = error
                }
            }
        } catch {
            last = error
        }
        return .failure(last)
    }

    /// The service has moved, for example because another leader was named: calls that run may end on the old link, new ones resolve again.
    public func addressesChanged() {
        link?.drain(Fault(.stopped, "the client moves to another address"))
        link = nil
        backoff.reset()
    }

    /// Ends the link and takes no more calls.
    public func close() {
        isClosed = true
        link?.close()
        link = nil
        connecting?.cancel()
    }

    // MARK: Endpoint

    /// Sends a request over the present link, or over the next one when there is none.
    nonisolated(nonsending) public func ask<M: Request>(_ message: M, target: String, options: CallOptions) async throws(Fault) -> M.Reply {
        while true {
            let link = try await connected(by: options.deadline)
            let stream = try link.open(message, target: target, options: options)
            switch await stream.awaitReply() {
            case .reply(let payload): return try M.Reply(packed: payload)
            case .untouched(let fault):
                // Refusals of the message itself come untouched too; only an ending link makes another attempt sensible.
                guard fault.code == .linkDown || fault.code == .stopped else { throw fault }
                await forget(link)
            case .failed(let fault):
                guard fault.code == .linkDown, options.isIdempotent, !link.isOpen else { throw fault }
            }
        }
    }

    /// Opens a stream of items from the service over the present link, or the next one.
    nonisolated(nonsending) public func subscribe<M: Subscription>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> ItemReader<M.Item> {
        try await connected(by: options.deadline).subscribe(message, target: target, options: options)
    }

    /// Sends bytes to the service over the present link, or the next one.
    nonisolated(nonsending) public func upload<M: Upload>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> UploadWriter<M.Reply> {
        try await connected(by: options.deadline).upload(message, target: target, options: options)
    }

    /// Receives bytes from the service over the present link, or the next one.
    nonisolated(nonsending) public func download<M: Download>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> (head: M.Head, bytes: ByteReader) {
        try await connected(by: options.deadline).download(message, target: target, options: options)
    }

    /// Opens a stream each way over the present link, or the next one.
    nonisolated(nonsending) public func converse<M: Conversation>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> (reader: ItemReader<M.Incoming>, writer: ItemWriter<M.Outgoing>) {
        try await connected(by: options.deadline).converse(message, target: target, options: options)
    }

    /// A link that takes no more calls is not used again, though it may still be open for those that run.
    private func forget(_ old: Link) {
        if link === old { isLinkSpent = true }
    }
}
