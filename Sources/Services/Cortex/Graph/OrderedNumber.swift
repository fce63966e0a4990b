import Kernel
import Store

/// Numbers of layers and labels inside keys: short while small, byte order is number order, and none is the start of another.
enum OrderedNumber {
    /// The largest that can be written: five bytes.
    static let max: UInt64 = 0xffff_ffff
    static let byteCountMax = 5

    static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        switch number {
        case 0..<0x80: bytes.append(UInt8(truncatingIfNeeded: number))
        case 0x80..<0x4000:
            bytes.append(0x80 | UInt8(truncatingIfNeeded: number >> 8))
            bytes.append(UInt8(truncatingIfNeeded: number))
        case 0x4000..<0x20_0000:
            bytes.append(0xc0 | UInt8(truncatingIfNeeded: number >> 16))
            bytes.append(UInt8(truncatingIfNeeded: number >> 8))
            bytes.append(UInt8(truncatingIfNeeded: number))
        default:
            precondition(number <= max, "a number of a layer or label is too large for a key")
            bytes.append(0xe0)
            for shift in stride(from: UInt64(24), through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
        }
    }

    static func bytes(_ number: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        append(number, to: &bytes)
        return bytes
    }

    /// The number that starts at `position`, which moves behind it. Throws `BadDataValu` where there is none.
    static func read(_ bytes: [UInt8], _ position: inout Int) throws(Fault) -> UInt64 {
        guard position < bytes.count else { throw damaged }
        let first = bytes[position]
        let (head, rest): (UInt64, Int) =
            switch first {
            case 0..<0x80: (UInt64(first), 0)
            case 0x80..<0xc0: (UInt64(first & 0x3f), 1)
            case 0xc0..<0xe0: (UInt64(first & 0x1f), 2)
            default: (0, 4)
            }
        guard position + rest < bytes.count else { throw damaged }
        var number = head
        for offset in 0..<rest { number = number << 8 | UInt64(bytes[position + 1 + offset]) }
        position += 1 + rest
        return number
    }

    private static var damaged: Fault {
        Fault(.badData, "a key of the graph ends inside a number", advice: "Restore the store from a backup or from another server")
    }
}
