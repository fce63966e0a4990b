import COpenSSL
import Kernel

/// The error queue that OpenSSL keeps for each thread. It is emptied into every fault, so that no old entry is blamed for a new failure.
enum OpenSSLErrors {
    /// One entry of the queue.
    struct Entry {
        let library: Int32
        let reason: Int32
        let text: String
    }

    /// Entries read at most; the queue itself holds sixteen.
    private static let entriesMax = 16
    /// Bytes of one reason in words; OpenSSL's longest are below a hundred.
    private static let textBytesMax = 256

    static func clear() {
        ERR_clear_error()
    }

    /// All entries, oldest first; the queue is empty afterwards.
    static func drain() -> [Entry] {
        var entries: [Entry] = []
        while entries.count < entriesMax {
            let code = ERR_get_error()
            if code == 0 { break }
            entries.append(Entry(library: ERR_GET_LIB(code), reason: ERR_GET_REASON(code), text: words(for: code)))
        }
        ERR_clear_error()
        return entries
    }

    /// The queue as one line of text.
    static func drainText() -> String {
        let texts = drain().map(\.text)
        return texts.isEmpty ? "OpenSSL gives no reason" : texts.joined(separator: "; ")
    }

    /// A fault made of `message` and the queue.
    static func fault(_ code: FaultCode, _ message: String, advice: String? = nil) -> Fault {
        Fault(code, "\(message): \(drainText())", advice: advice)
    }

    private static func words(for code: UInt) -> String {
        // SAFETY: the text belongs to OpenSSL's static tables, and is copied at once.
        if let reason = ERR_reason_error_string(code) { return String(cString: reason) }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: textBytesMax) { buffer in
            guard let start = buffer.baseAddress else { return "error \(code)" }
            ERR_error_string_n(code, start, buffer.count)
            return String(cString: start)
        }
    }
}
