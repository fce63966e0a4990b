/// Internet addresses and their text.
enum AddressText {
    /// Four parts or fewer, decimal, octal or hexadecimal, the last one filling what is left: what `inet_aton` reads.
    static func version4(_ text: String) -> UInt32? {
        if let address = usual4(text) { return address }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { return nil }
        var address: UInt32 = 0
        for (position, part) in parts.enumerated() {
            guard let number = number(part) else { return nil }
            let isLast = position == parts.count - 1
            let bits = UInt64(isLast ? 32 - 8 * position : 8)
            guard number < 1 << bits else { return nil }
            address |= UInt32(number) << UInt32(isLast ? 0 : 24 - 8 * position)
        }
        return address
    }

    /// Four parts exactly.
    static func dotted(_ text: String) -> UInt32? {
        text.utf8.count(where: { $0 == UInt8(ascii: ".") }) == 3 ? version4(text) : nil
    }

    /// Four decimal parts without leading zeros: nearly every address. Nil says nothing of other forms.
    private static func usual4(_ text: String) -> UInt32? {
        var (address, part, digits, dots) = (UInt32(0), UInt32(0), 0, 0)
        for byte in text.utf8 {
            switch byte {
            case 48...57:
                if digits > 0, part == 0 { return nil }
                part = part * 10 + UInt32(byte - 48)
                digits += 1
                if part > 255 { return nil }
            case UInt8(ascii: "."):
                if digits == 0 { return nil }
                address = address << 8 | part
                (part, digits, dots) = (0, 0, dots + 1)
            default: return nil
            }
        }
        return dots == 3 && digits > 0 ? address << 8 | part : nil
    }

    private static func number(_ text: Substring) -> UInt64? {
        if text.hasPrefix("0x") || text.hasPrefix("0X") { return text.dropFirst(2).isEmpty ? nil : UInt64(text.dropFirst(2), radix: 16) }
        guard TextForm.isDigits(text) else { return nil }
        return text.utf8.count > 1 && text.hasPrefix("0") ? UInt64(text.dropFirst(), radix: 8) : UInt64(text)
    }

    static func text(_ address: UInt32) -> String {
        "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
    }

    /// Why text is no IPv6 address, in the words of the reference.
    struct Failure: Error { let reason: String }

    static func version6(_ text: String) -> Result<UInt128, Failure> {
        let quoted = PythonText.quote(text)
        guard !text.isEmpty else { return .failure(Failure(reason: "Address cannot be empty")) }
        guard !TextForm.contains(text, "/") else { return .failure(Failure(reason: "Unexpected '/' in \(quoted)")) }
        var groups = TextForm.split(text, at: ":")
        guard groups.count >= 3 else { return .failure(Failure(reason: "At least 3 parts expected in \(quoted)")) }
        if let last = groups.last, last.contains(".") {
            let isStrict = last.split(separator: ".").count == 4
            guard isStrict, let address = version4(last) else {
                return .failure(Failure(reason: "Expected 4 octets in \(PythonText.quote(last)) in \(quoted)"))
            }
            groups.removeLast()
            groups += [String(address >> 16, radix: 16), String(address & 0xffff, radix: 16)]
        }
        guard groups.count <= 9 else { return .failure(Failure(reason: "At most 8 colons permitted in \(quoted)")) }
        let gaps = groups.indices.dropFirst().dropLast().filter { groups[$0].isEmpty }
        guard gaps.count <= 1 else { return .failure(Failure(reason: "At most one '::' permitted in \(quoted)")) }
        let (head, tail): ([String], [String])
        if let gap = gaps.first {
            var (first, second) = (Array(groups[..<gap]), Array(groups[(gap + 1)...]))
            if first.first?.isEmpty == true {
                first.removeFirst()
                if !first.isEmpty { return .failure(Failure(reason: "Leading ':' only permitted as part of '::' in \(quoted)")) }
            }
            if second.last?.isEmpty == true {
                second.removeLast()
                if !second.isEmpty { return .failure(Failure(reason: "Trailing ':' only permitted as part of '::' in \(quoted)")) }
            }
            guard first.count + second.count < 8 else {
                return .failure(Failure(reason: "Expected at most 7 other parts with '::' in \(quoted)"))
            }
            (head, tail) = (first, second)
        } else {
            guard groups.count == 8 else { return .failure(Failure(reason: "Exactly 8 parts expected without '::' in \(quoted)")) }
            (head, tail) = (groups, [])
        }
        var address: UInt128 = 0
        for group in head + [String](repeating: "0", count: 8 - head.count - tail.count) + tail {
            guard !group.isEmpty, TextForm.isHex(group) else {
                return .failure(Failure(reason: "Only hex digits permitted in \(PythonText.quote(group)) in \(quoted)"))
            }
            guard group.utf8.count <= 4, let number = UInt16(group, radix: 16) else {
                return .failure(Failure(reason: "At most 4 characters permitted in \(PythonText.quote(group)) in \(quoted)"))
            }
            address = address << 16 | UInt128(number)
        }
        return .success(address)
    }

    /// The shortest form: the longest run of zero groups as `::`, mapped IPv4 addresses with dots.
    static func text(_ address: UInt128) -> String {
        if let mapped = mapped(address) { return "::ffff:" + text(mapped) }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: address >> UInt128(112 - 16 * $0)) }
        var best = 0..<0
        var start = 0
        while start < 8 {
            let end = groups[start...].firstIndex { $0 != 0 } ?? 8
            if end - start > max(best.count, 1) { best = start..<end }
            start = end + 1
        }
        let words = groups.map { String($0, radix: 16) }
        if best.isEmpty { return words.joined(separator: ":") }
        return words[..<best.lowerBound].joined(separator: ":") + "::" + words[best.upperBound...].joined(separator: ":")
    }

    /// The IPv4 address that an IPv6 address maps.
    static func mapped(_ address: UInt128) -> UInt32? {
        address >> 32 == 0xffff ? UInt32(truncatingIfNeeded: address) : nil
    }
}
