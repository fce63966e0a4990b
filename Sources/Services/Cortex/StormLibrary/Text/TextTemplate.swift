import Kernel
import Storm

/// Text with places such as `{name}` that named arguments fill.
enum TextTemplate {
    /// `text` with each `{name}` replaced by the text of its value. Places without a value stay.
    static func fill(_ text: String, _ named: [(name: String, value: StormValue)], _ runtime: StormRuntime) throws -> String {
        var text = text
        for (name, value) in named {
            let place = "{\(name)}"
            guard text.contains(place) else { continue }
            let parts = TextSplit.parts(text, at: place)
            let filling = try value.text(runtime)
            let bytesMax = runtime.context.options.limits.textBytesMax
            guard text.utf8.count + parts.count * filling.utf8.count <= bytesMax else {
                throw Fault(.limit, "the text is longer than \(bytesMax) bytes when its places are filled")
            }
            text = parts.joined(separator: filling)
        }
        return text
    }

    /// The first argument of a call as the text of a message, filled with the named ones.
    static func message(_ call: Call) throws -> String {
        let text = try call.value(0).text(call.runtime)
        return call.named.isEmpty ? text : try fill(text, call.named, call.runtime)
    }
}

/// Text cut by bytes: comparing characters by their Unicode meaning would find too much, and slowly.
enum TextSplit {
    /// The parts of `text` between occurrences of `separator`, which is not empty.
    static func parts(_ text: String, at separator: String) -> [String] {
        let bytes = Array(text.utf8)
        let mark = Array(separator.utf8)
        var parts: [String] = []
        var start = 0
        var position = 0
        while position + mark.count <= bytes.count {
            if bytes[position] == mark[0], bytes[position..<(position + mark.count)].elementsEqual(mark) {
                parts.append(String(decoding: bytes[start..<position], as: UTF8.self))
                position += mark.count
                start = position
            } else {
                position += 1
            }
        }
        parts.append(String(decoding: bytes[start...], as: UTF8.self))
        return parts
    }
}
