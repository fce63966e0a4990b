import Kernel

/// A text whose disarmed indicators (`hxxp://evil[.]com`) are written out again, with the way back to where they stood.
struct Refanging {
    /// What people write so that nobody clicks on it, and what it means.
    static let standard: [(written: String, meant: String)] = {
        var pairs: [(String, String)] = [
            ("hxxp:", "http:"), ("hxxps:", "https:"), ("hxxp[:]", "http:"), ("hxxps[:]", "https:"), ("hxxp(:)", "http:"),
            ("hxxps(:)", "https:"), ("fxp:", "ftp:"), ("fxps:", "ftps:"), ("[at]", "@"), ("[@]", "@"), ("(at)", "@"), ("(@)", "@"),
            ("[dot]", "."), ("(dot)", "."), ("[:]", ":"), ("(:)", ":"), ("[://]", "://"), ("[://", "://"), ("://]", "://"), ("\\.", "."),
            ("[/]", "/"),
        ]
        for dot in [".", "\u{3002}", "\u{ff0e}", "\u{ff61}"] {
            pairs += [("[\(dot)]", dot), ("(\(dot))", dot), ("[\(dot)", dot), ("\(dot)]", dot)]
        }
        return pairs
    }()

    private let source: [UInt8]
    /// The text as it is searched.
    let text: String
    /// For each replaced place: where it is in ``text``, and where it was.
    private var places: [(end: Int, sourceEnd: Int, start: Int, sourceStart: Int)] = []

    /// Writes out the disarmed places of `text`, without regard to case.
    init(_ text: String, fangs: [(written: String, meant: String)] = standard) {
        let source = Array(text.utf8)
        self.source = source
        // The longest first, so that `hxxp[:]` is not read as `[:]` alone.
        let byFirst = Dictionary(
            grouping: fangs.filter { !$0.written.isEmpty }
                .map { (written: Array($0.written.lowercased().utf8), meant: Array($0.meant.utf8)) }
                .sorted { $0.written.count > $1.written.count },
            by: { $0.written[0] })
        var output: [UInt8] = []
        output.reserveCapacity(source.count)
        var position = 0
        while position < source.count {
            if let fang = byFirst[Self.lowercase(source[position])]?.first(where: { Self.matches(source, position, $0.written) }) {
                let start = output.count
                output += fang.meant
                let end = position + fang.written.count
                places.append((output.count, end, start, position))
                position = end
            } else {
                output.append(source[position])
                position += 1
            }
        }
        self.text = String(decoding: output, as: UTF8.self)
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }

    private static func matches(_ bytes: [UInt8], _ position: Int, _ mark: [UInt8]) -> Bool {
        guard position + mark.count <= bytes.count else { return false }
        for offset in mark.indices where lowercase(bytes[position + offset]) != mark[offset] { return false }
        return true
    }

    /// What stood at `range` of ``text``, and where it began, in characters.
    func original(_ range: Range<Int>) -> (text: String, offset: Int) {
        let start = sourcePosition(range.lowerBound, isEnd: false)
        let end = sourcePosition(range.upperBound, isEnd: true)
        let text = String(decoding: source[min(start, end)..<end], as: UTF8.self)
        return (text, source[..<start].count { $0 & 0xc0 != 0x80 })
    }

    /// The offset of `position` of ``text`` in the source; the outer edge of a replaced place that it lies in.
    private func sourcePosition(_ position: Int, isEnd: Bool) -> Int {
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle].end <= position { low = middle + 1 } else { high = middle }
        }
        if low < places.count, position > places[low].start || (position == places[low].start && !isEnd) {
            return isEnd ? places[low].sourceEnd : places[low].sourceStart
        }
        guard low > 0 else { return position }
        return position - places[low - 1].end + places[low - 1].sourceEnd
    }
}
