/// Labels of internationalised domain names in ASCII, by RFC 3492.
enum Punycode {
    private static let base = 36
    private static let threshold = (min: 1, max: 26)
    private static let initial = (bias: 72, scalar: 128)

    static func encode(_ label: String) -> String? {
        let scalars = label.unicodeScalars.map { Int($0.value) }
        var output = scalars.filter { $0 < 128 }.map { UInt8($0) }
        let basicCount = output.count
        if basicCount > 0 { output.append(UInt8(ascii: "-")) }
        var next = initial.scalar
        var delta = 0
        var bias = initial.bias
        var handled = basicCount
        while handled < scalars.count {
            guard let smallest = scalars.filter({ $0 >= next }).min() else { return nil }
            delta += (smallest - next) * (handled + 1)
            next = smallest
            for scalar in scalars {
                if scalar < next { delta += 1 }
                guard scalar == next else { continue }
                appendNumber(delta, bias, to: &output)
                bias = adapt(delta, handled + 1, isFirst: handled == basicCount)
                delta = 0
                handled += 1
            }
            delta += 1
            next += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    static func decode(_ text: some StringProtocol) -> String? {
        var scalars: [Int] = []
        var rest = Array(text.utf8)[...]
        if let dash = rest.lastIndex(of: UInt8(ascii: "-")) {
            scalars = rest[..<dash].map(Int.init)
            rest = rest[(dash + 1)...]
        }
        var (next, bias, position) = (initial.scalar, initial.bias, 0)
        while !rest.isEmpty {
            let start = position
            var weight = 1
            var step = base
            while true {
                guard let character = rest.popFirst(), let digit = value(character) else { return nil }
                guard digit <= (Int(Int32.max) - position) / weight else { return nil }
                position += digit * weight
                let limit = min(max(step - bias, threshold.min), threshold.max)
                if digit < limit { break }
                guard weight <= Int(Int32.max) / (base - limit) else { return nil }
                weight *= base - limit
                step += base
            }
            bias = adapt(position - start, scalars.count + 1, isFirst: start == 0)
            next += position / (scalars.count + 1)
            position %= scalars.count + 1
            guard Unicode.Scalar(UInt32(next)) != nil else { return nil }
            scalars.insert(next, at: position)
            position += 1
        }
        var result = String.UnicodeScalarView()
        for scalar in scalars {
            guard let scalar = Unicode.Scalar(UInt32(scalar)) else { return nil }
            result.append(scalar)
        }
        return String(result)
    }

    private static func appendNumber(_ number: Int, _ bias: Int, to output: inout [UInt8]) {
        var rest = number
        var step = base
        while true {
            let limit = min(max(step - bias, threshold.min), threshold.max)
            if rest < limit { break }
            output.append(digit(limit + (rest - limit) % (base - limit)))
            rest = (rest - limit) / (base - limit)
            step += base
        }
        output.append(digit(rest))
    }

    private static func adapt(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
        var rest = isFirst ? delta / 700 : delta / 2
        rest += rest / count
        var steps = 0
        while rest > 455 {
            rest /= base - threshold.min
            steps += base
        }
        return steps + 36 * rest / (rest + 38)
    }

    private static func digit(_ number: Int) -> UInt8 { number < 26 ? 97 + UInt8(number) : 22 + UInt8(number) }

    private static func value(_ character: UInt8) -> Int? {
        switch character {
        case 97...122: Int(character) - 97
        case 65...90: Int(character) - 65
        case 48...57: Int(character) - 22
        default: nil
        }
    }
}
