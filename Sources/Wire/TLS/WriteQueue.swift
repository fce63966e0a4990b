import Kernel
import NIOCore

/// Plain writes that wait to be encrypted, and the promises that wait for them.
struct WriteQueue {
    private struct Write {
        var bytes: ByteBuffer
        let promise: EventLoopPromise<Void>?
    }

    private var writes = CircularBuffer<Write>()
    /// How many of the oldest were flushed, and may go.
    private var flushedCount = 0
    /// Plain bytes in the queue.
    private(set) var byteCount = 0
    /// Where small writes meet to share a record.
    private var gathered = ByteBuffer()

    var hasFlushed: Bool { flushedCount > 0 }

    mutating func append(_ bytes: ByteBuffer, _ promise: EventLoopPromise<Void>?) {
        writes.append(Write(bytes: bytes, promise: promise))
        byteCount += bytes.readableBytes
    }

    mutating func markFlushed() {
        flushedCount = writes.count
    }

    /// Encrypts flushed writes until about `bytesMax` bytes are ready to go; the promises of those that are through go to `promises`.
    mutating func encrypt(with session: TLSSession, bytesMax: Int, promises: inout [EventLoopPromise<Void>]) throws(Fault) {
        session.reserveOutbound(min(byteCount, bytesMax))
        while flushedCount > 0, session.outboundCount < bytesMax {
            let count = writes[writes.startIndex].bytes.readableBytes
            if count >= TLSSession.recordBytesMax || flushedCount == 1 {
                try encryptFirst(with: session, bytesMax: bytesMax - session.outboundCount, promises: &promises)
            } else {
                try encryptGathered(with: session, promises: &promises)
            }
        }
    }

    /// Empties the queue. The caller fails the promises, since what hangs on them may write again.
    mutating func removeAll() -> [EventLoopPromise<Void>] {
        let promises = writes.compactMap(\.promise)
        writes.removeAll()
        flushedCount = 0
        byteCount = 0
        return promises
    }

    // SAFETY: here and below pointers are to bytes of a buffer that this queue owns, used only inside the closure that they are lent to;
    // `taken` is at most the count of those bytes.
    /// Encrypts from the first write without copying it: whole records, or all that is left of it.
    private mutating func encryptFirst(
        with session: TLSSession, bytesMax: Int, promises: inout [EventLoopPromise<Void>]
    ) throws(Fault) {
        let count = writes[writes.startIndex].bytes.readableBytes
        let room = max(TLSSession.recordBytesMax, bytesMax / TLSSession.recordBytesMax * TLSSession.recordBytesMax)
        let taken = min(count, room)
        if taken > 0 {
            let result: Result<Void, Fault> = writes[writes.startIndex].bytes.withUnsafeReadableBytes { bytes in
                do throws(Fault) {
                    return .success(try session.write(UnsafeRawBufferPointer(rebasing: bytes[..<taken])))
                } catch { return .failure(error) }
            }
            try result.get()
        }
        advance(taken, promises: &promises)
    }

    /// Fills one record from several writes.
    private mutating func encryptGathered(with session: TLSSession, promises: inout [EventLoopPromise<Void>]) throws(Fault) {
        gathered.clear(minimumCapacity: TLSSession.recordBytesMax)
        while flushedCount > 0, gathered.readableBytes < TLSSession.recordBytesMax {
            let room = TLSSession.recordBytesMax - gathered.readableBytes
            let bytes = writes[writes.startIndex].bytes
            let taken = min(room, bytes.readableBytes)
            bytes.withUnsafeReadableBytes { _ = gathered.writeBytes(UnsafeRawBufferPointer(rebasing: $0[..<taken])) }
            advance(taken, promises: &promises)
        }
        if gathered.readableBytes == 0 { return }
        let result: Result<Void, Fault> = gathered.withUnsafeReadableBytes { bytes in
            do throws(Fault) { return .success(try session.write(bytes)) } catch { return .failure(error) }
        }
        try result.get()
    }

    private mutating func advance(_ count: Int, promises: inout [EventLoopPromise<Void>]) {
        byteCount -= count
        writes[writes.startIndex].bytes.moveReaderIndex(forwardBy: count)
        guard writes[writes.startIndex].bytes.readableBytes == 0 else { return }
        flushedCount -= 1
        if let promise = writes.removeFirst().promise { promises.append(promise) }
    }
}
