import CPCRE2
import Kernel
import Synchronization

// SAFETY: a workspace belongs to one match at a time: `borrow` takes it out of the pool, so no two threads use it at once; its memory is
// freed when the last reference goes.
/// What a match needs beside pattern and text: the limits and the stack of compiled machine code.
final class MatchWorkspace: @unchecked Sendable {
    /// Steps of one attempt to match from one place. A second's work at most; sensible patterns need thousands.
    private static let stepsMax: UInt32 = 5_000_000
    /// How deep an attempt may nest, in steps that can be taken back.
    private static let depthMax: UInt32 = 500_000
    /// Kibibytes in which the interpreter may remember steps to take back.
    private static let heapMaxKib: UInt32 = 64 * 1024
    /// Bytes of stack for compiled code: the first is taken at once, the last is the bound.
    private static let stackBytes = (first: 32 * 1024, last: 4 * 1024 * 1024)
    /// Workspaces kept for the next match: as many as threads match at once on a usual machine. More are made and dropped.
    private static let pooledMax = 16

    private static let pool = Mutex<[MatchWorkspace]>([])

    let context: OpaquePointer
    /// Room for where a match lies, without its groups.
    let wholeMatch: OpaquePointer
    private let stack: OpaquePointer?

    private init() {
        guard let context = pcre2_match_context_create_8(nil), let whole = pcre2_match_data_create_8(1, nil) else {
            preconditionFailure("no memory for a match")
        }
        self.context = context
        wholeMatch = whole
        pcre2_set_match_limit_8(context, Self.stepsMax)
        pcre2_set_depth_limit_8(context, Self.depthMax)
        pcre2_set_heap_limit_8(context, Self.heapMaxKib)
        // Without machine code on this processor there is no stack for it, which is fine.
        stack = pcre2_jit_stack_create_8(Self.stackBytes.first, Self.stackBytes.last, nil)
        if let stack { pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack)) }
    }

    deinit {
        pcre2_match_context_free_8(context)
        pcre2_match_data_free_8(wholeMatch)
        if let stack { pcre2_jit_stack_free_8(stack) }
    }

    /// Only matches that start at or before `offset` count.
    func limitStart(to offset: Int?) {
        pcre2_set_offset_limit_8(context, offset ?? Int.max)
    }

    /// Runs `body` with a workspace of its own.
    static func borrow<Result, Failure: Error>(_ body: (MatchWorkspace) throws(Failure) -> Result) throws(Failure) -> Result {
        let workspace = pool.withLock { $0.popLast() } ?? MatchWorkspace()
        defer { pool.withLock { if $0.count < pooledMax { $0.append(workspace) } } }
        return try body(workspace)
    }
}
