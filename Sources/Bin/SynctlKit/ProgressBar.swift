import Kernel
import World

/// How far a transfer has come: shown to a person at a terminal, and only once it takes longer than they would wait for without a sign.
struct ProgressBar {
    /// Whoever waits this long wants to see that something happens.
    static let showAfter = Instant.Span.seconds(2)
    /// Ten times a second looks steady and costs nothing.
    static let redrawAfter = Instant.Span.milliseconds(100)
    /// Cells of the bar itself; less on narrow terminals.
    private static let barCellsMax = 30

    private let title: String
    private let total: UInt64?
    private let output: Output
    private let clock: any Clock
    private let start: Instant
    private var drawn: Instant?
    private var done: UInt64 = 0

    /// - Parameter total: the bytes in all; nil where that is not known.
    init(_ title: String, total: UInt64?, output: Output, clock: any Clock) {
        self.title = title
        self.total = total
        self.output = output
        self.clock = clock
        start = clock.now()
    }

    /// More bytes were moved.
    mutating func advance(by count: Int) throws(Fault) {
        done += UInt64(count)
        guard output.showsProgress, !output.wantsJSON else { return }
        let now = clock.now()
        guard now.since(start) >= Self.showAfter, drawn.map({ now.since($0) >= Self.redrawAfter }) ?? true else { return }
        drawn = now
        try output.talkInLine("\r\u{1b}[K" + text(now))
    }

    /// Takes the bar off the terminal.
    mutating func clear() throws(Fault) {
        guard drawn != nil else { return }
        drawn = nil
        try output.talkInLine("\r\u{1b}[K")
    }

    private func text(_ now: Instant) -> String {
        let seconds = now.since(start).inMilliseconds / 1000
        let rate = seconds > 0 ? UInt64(Double(done) / seconds) : 0
        guard let total, total > 0 else { return String("\(title) \(ByteCount.text(done)) \(ByteCount.text(rate))/s".prefix(output.width)) }
        let share = min(1, Double(done) / Double(total))
        let left = rate > 0 ? " \((total - min(done, total)) / rate)s left" : ""
        let numbers = " \(Int(share * 100))% \(ByteCount.text(done))/\(ByteCount.text(total)) \(ByteCount.text(rate))/s\(left)"
        let cells = max(0, min(Self.barCellsMax, output.width - title.count - numbers.count - 4))
        let filled = Int(share * Double(cells))
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: cells - filled)
        return String("\(title) [\(bar)]\(numbers)".prefix(output.width))
    }
}

/// Sizes as people read them.
enum ByteCount {
    private static let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]

    /// Such as `1.5 MiB`.
    static func text(_ count: UInt64) -> String {
        var unit = 0
        var divisor: UInt64 = 1
        while unit + 1 < units.count, count / divisor >= 1024 {
            divisor <<= 10
            unit += 1
        }
        if unit == 0 { return "\(count) B" }
        let tenths = UInt64(Double(count) / Double(divisor) * 10)
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
