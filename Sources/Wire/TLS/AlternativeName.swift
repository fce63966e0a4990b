import COpenSSL
import Kernel

/// A name in the "subject alternative name" of a certificate.
public enum AlternativeName: Hashable, Sendable, CustomStringConvertible {
    /// A host name.
    case dns(String)
    /// An e-mail form: `user@network`.
    case email(String)
    /// An IP address: four decimal numbers, or eight hexadecimal groups without leading zeros or `::`.
    case address(String)
    case uri(String)

    /// Characters of one label of a host name (RFC 1035).
    private static let labelCharactersMax = 63
    /// Characters of a whole host name (RFC 1035).
    private static let nameCharactersMax = 253

    public var description: String {
        switch self {
        case .dns(let text): "DNS:\(text)"
        case .email(let text): "email:\(text)"
        case .address(let text): "IP:\(text)"
        case .uri(let text): "URI:\(text)"
        }
    }

    /// The text without its kind.
    public var text: String {
        switch self {
        case .dns(let text), .email(let text), .address(let text), .uri(let text): text
        }
    }

    /// Throws `BadArg` for text that the standards do not allow in such a name.
    func validate() throws(Fault) {
        switch self {
        case .dns(let text): try Self.validateHostName(text)
        case .email(let text):
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.allSatisfy(Self.isMailboxCharacter) else {
                throw Fault(.badArgument, "\(text) is not of the form user@network in ASCII letters, digits and . _ + -")
            }
            try Self.validateHostName(String(parts[1]))
        case .address(let text):
            guard Self.parseAddress(text) != nil else { throw Fault(.badArgument, "\(text) is not an IP address") }
        case .uri(let text):
            guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), text.contains(":") else {
                throw Fault(.badArgument, "\(text) is not a URI")
            }
        }
    }

    private static func validateHostName(_ text: String) throws(Fault) {
        let labels = (text.hasPrefix("*.") ? text.dropFirst(2) : text[...]).split(separator: ".", omittingEmptySubsequences: false)
        let valid = text.utf8.count <= nameCharactersMax && labels.allSatisfy { label in
            !label.isEmpty && label.utf8.count <= labelCharactersMax && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
        guard valid else {
            throw Fault(
                .badArgument, "\(text) is not a host name: labels of 1 to 63 letters, digits and inner hyphens, joined by dots",
                advice: "Underscores and other characters cannot appear in the names of a certificate.")
        }
    }

    private static func isLetterOrDigit(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }

    private static func isMailboxCharacter(_ character: UInt8) -> Bool {
        isLetterOrDigit(character) || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-")].contains(character)
    }
}

extension AlternativeName {
    /// The 4 or 16 bytes of an address; nil for any other text.
    static func parseAddress(_ text: String) -> [UInt8]? {
        defer { OpenSSLErrors.clear() }
        // SAFETY: the string is owned here, copied, and freed.
        guard !text.utf8.contains(0), let octets = a2i_IPADDRESS(text) else { return nil }
        defer { ASN1_OCTET_STRING_free(octets) }
        return ASN1Text.bytes(octets)
    }

    /// The canonical text of the 4 or 16 bytes of an address; nil for any other count.
    static func addressText(_ bytes: [UInt8]) -> String? {
        switch bytes.count {
        case 4: bytes.map(String.init).joined(separator: ".")
        case 16:
            stride(from: 0, to: 16, by: 2).map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }.joined(separator: ":")
        default: nil
        }
    }

    /// The names in `list`, without those of kinds that this system does not use.
    static func read(_ list: OpaquePointer) -> [AlternativeName] {
        (0..<copenssl_GENERAL_NAMES_count(list)).compactMap { position in
            // SAFETY: the name belongs to the list; its text is copied at once.
            guard let name = copenssl_GENERAL_NAMES_at(list, position) else { return nil }
            var kind: Int32 = 0
            guard let value = GENERAL_NAME_get0_value(name, &kind) else { return nil }
            let string = UnsafePointer(value.assumingMemoryBound(to: ASN1_STRING.self))
            switch kind {
            case GEN_DNS: return ASN1Text.text(string).map(AlternativeName.dns)
            case GEN_EMAIL: return ASN1Text.text(string).map(AlternativeName.email)
            case GEN_URI: return ASN1Text.text(string).map(AlternativeName.uri)
            case GEN_IPADD: return addressText(ASN1Text.bytes(string)).map(AlternativeName.address)
            default: return nil
            }
        }
    }

    /// A list of OpenSSL with `names`, which the caller frees with `GENERAL_NAMES_free`.
    static func makeList(_ names: [AlternativeName]) throws(Fault) -> OpaquePointer {
        guard let list = copenssl_GENERAL_NAMES_new() else { throw OpenSSLErrors.fault(.crypto, "no memory for names") }
        for name in names {
            do throws(Fault) {
                try name.append(to: list)
            } catch {
                GENERAL_NAMES_free(list)
                throw error
            }
        }
        return list
    }

    private func append(to list: OpaquePointer) throws(Fault) {
        try validate()
        let (kind, type, bytes): (Int32, Int32, [UInt8]) =
            switch self {
            case .dns(let text): (GEN_DNS, V_ASN1_IA5STRING, Array(text.utf8))
            case .email(let text): (GEN_EMAIL, V_ASN1_IA5STRING, Array(text.utf8))
            case .uri(let text): (GEN_URI, V_ASN1_IA5STRING, Array(text.utf8))
            case .address(let text): (GEN_IPADD, V_ASN1_OCTET_STRING, Self.parseAddress(text) ?? [])
            }
        // SAFETY: the string passes to the name, and the name to the list; what was not passed on is freed here.
        guard let name = GENERAL_NAME_new() else { throw OpenSSLErrors.fault(.crypto, "no memory for a name") }
        guard let string = ASN1_STRING_type_new(type), ASN1_STRING_set(string, bytes, Int32(bytes.count)) == 1 else {
            GENERAL_NAME_free(name)
            throw OpenSSLErrors.fault(.crypto, "no memory for a name")
        }
        GENERAL_NAME_set0_value(name, kind, string)
        guard copenssl_GENERAL_NAMES_push(list, name) > 0 else {
            GENERAL_NAME_free(name)
            throw OpenSSLErrors.fault(.crypto, "no memory for a name")
        }
    }
}
