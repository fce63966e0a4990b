/// The text that a reader of a page sees.
enum HTMLText {
    /// Elements whose content is no text for readers.
    private static let hidden: Set<String> = ["script", "style", "template"]

    /// The runs of text between tags, in order.
    static func runs(_ html: String) -> [String] {
        let bytes = Array(html.utf8)
        var runs: [String] = []
        var run: [UInt8] = []
        var position = 0
        func end() {
            if !run.isEmpty { runs.append(HTMLEntities.decode(String(decoding: run, as: UTF8.self))) }
            run = []
        }
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<"), position + 1 < bytes.count, isTagStart(bytes[position + 1]) else {
                run.append(bytes[position])
                position += 1
                continue
            }
            end()
            if bytes[position...].starts(with: "<!--".utf8) {
                position = find("-->", bytes, from: position + 4) ?? bytes.count
                continue
            }
            let (name, isClosing, after) = tag(bytes, position)
            position = after
            if !isClosing, hidden.contains(name) {
                let close = find("</\(name)", bytes, from: position) ?? bytes.count
                position = close == bytes.count ? close : close - name.utf8.count - 2
            }
        }
        end()
        return runs
    }

    private static func isTagStart(_ byte: UInt8) -> Bool {
        (97...122).contains(byte | 0x20) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
    }

    /// Behind `mark`, which is found without regard to case.
    private static func find(_ mark: String, _ bytes: [UInt8], from start: Int) -> Int? {
        let mark = Array(mark.utf8)
        var position = start
        while position + mark.count <= bytes.count {
            if zip(bytes[position...], mark).allSatisfy({ $0 == $1 || ($0 | 0x20 == $1 && (97...122).contains($1)) }) {
                return position + mark.count
            }
            position += 1
        }
        return nil
    }

    /// The name of the tag at `start`, and the place behind it. A `>` in a quoted attribute does not end it.
    private static func tag(_ bytes: [UInt8], _ start: Int) -> (name: String, isClosing: Bool, after: Int) {
        var position = start + 1
        let isClosing = bytes[position] == UInt8(ascii: "/")
        if isClosing { position += 1 }
        let nameStart = position
        while position < bytes.count, (97...122).contains(bytes[position] | 0x20) || (48...57).contains(bytes[position]) { position += 1 }
        let name = String(decoding: bytes[nameStart..<position], as: UTF8.self).lowercased()
        var quote: UInt8?
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), bytes[position - 2] == UInt8(ascii: "=") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                break
            }
        }
        return (name, isClosing, position)
    }
}

/// `&amp;` and its like.
enum HTMLEntities {
    private static let named: [String: UInt32] = [
        "amp": 38, "lt": 60, "gt": 62, "quot": 34, "apos": 39, "nbsp": 160, "iexcl": 161, "cent": 162, "pound": 163, "curren": 164,
        "yen": 165, "brvbar": 166, "sect": 167, "uml": 168, "copy": 169, "ordf": 170, "laquo": 171, "not": 172, "shy": 173, "reg": 174,
        "macr": 175, "deg": 176, "plusmn": 177, "sup2": 178, "sup3": 179, "acute": 180, "micro": 181, "para": 182, "middot": 183,
        "cedil": 184, "sup1": 185, "ordm": 186, "raquo": 187, "frac14": 188, "frac12": 189, "frac34": 190, "iquest": 191, "Agrave": 192,
        "Aacute": 193, "Acirc": 194, "Atilde": 195, "Auml": 196, "Aring": 197, "AElig": 198, "Ccedil": 199, "Egrave": 200, "Eacute": 201,
        "Ecirc": 202, "Euml": 203, "Igrave": 204, "Iacute": 205, "Icirc": 206, "Iuml": 207, "ETH": 208, "Ntilde": 209, "Ograve": 210,
        "Oacute": 211, "Ocirc": 212, "Otilde": 213, "Ouml": 214, "times": 215, "Oslash": 216, "Ugrave": 217, "Uacute": 218, "Ucirc": 219,
        "Uuml": 220, "Yacute": 221, "THORN": 222, "szlig": 223, "agrave": 224, "aacute": 225, "acirc": 226, "atilde": 227, "auml": 228,
        "aring": 229, "aelig": 230, "ccedil": 231, "egrave": 232, "eacute": 233, "ecirc": 234, "euml": 235, "igrave": 236, "iacute": 237,
        "icirc": 238, "iuml": 239, "eth": 240, "ntilde": 241, "ograve": 242, "oacute": 243, "ocirc": 244, "otilde": 245, "ouml": 246,
        "divide": 247, "oslash": 248, "ugrave": 249, "uacute": 250, "ucirc": 251, "uuml": 252, "yacute": 253, "thorn": 254, "yuml": 255,
        "ndash": 0x2013, "mdash": 0x2014, "lsquo": 0x2018, "rsquo": 0x2019, "sbquo": 0x201a, "ldquo": 0x201c, "rdquo": 0x201d,
        "bdquo": 0x201e, "dagger": 0x2020, "bull": 0x2022, "hellip": 0x2026, "permil": 0x2030, "lsaquo": 0x2039, "rsaquo": 0x203a,
        "euro": 0x20ac, "trade": 0x2122, "larr": 0x2190, "uarr": 0x2191, "rarr": 0x2192, "darr": 0x2193, "minus": 0x2212, "le": 0x2264,
        "ge": 0x2265, "ne": 0x2260, "infin": 0x221e, "ensp": 0x2002, "emsp": 0x2003, "thinsp": 0x2009, "zwj": 0x200d, "zwnj": 0x200c,
    ]

    /// `text` with its entities written out; unknown ones stay.
    static func decode(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "&"), let end = bytes[position...].prefix(16).firstIndex(of: UInt8(ascii: ";")),
                let sign = sign(String(decoding: bytes[(position + 1)..<end], as: UTF8.self))
            {
                output += Array(String(Character(sign)).utf8)
                position = end + 1
            } else {
                output.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func sign(_ name: String) -> UnicodeScalar? {
        if name.hasPrefix("#x") || name.hasPrefix("#X") { return UInt32(name.dropFirst(2), radix: 16).flatMap(UnicodeScalar.init) }
        if name.hasPrefix("#") { return UInt32(name.dropFirst()).flatMap(UnicodeScalar.init) }
        return named[name].flatMap(UnicodeScalar.init)
    }
}
