import COpenSSL
import Kernel

/// Strings, names and times of ASN.1 as values of Swift.
enum ASN1Text {
    /// Characters of a common name (RFC 5280, ub-common-name).
    static let commonNameCharactersMax = 64

    /// A copy of the bytes.
    static func bytes(_ string: UnsafePointer<ASN1_STRING>) -> [UInt8] {
        // SAFETY: the bytes belong to the string and are copied while it lives.
        guard let start = ASN1_STRING_get0_data(string) else { return [] }
        return Array(UnsafeBufferPointer(start: start, count: max(0, Int(ASN1_STRING_length(string)))))
    }

    /// The text, whatever its type; nil if it cannot be read, or hides a NUL.
    static func text(_ string: UnsafePointer<ASN1_STRING>) -> String? {
        var start: UnsafeMutablePointer<UInt8>?
        let count = ASN1_STRING_to_UTF8(&start, string)
        // SAFETY: the conversion allocates; the text is copied and the memory freed here.
        guard count >= 0, let start else {
            OpenSSLErrors.clear()
            return nil
        }
        defer { CRYPTO_free(start, nil, 0) }
        let text = String(decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
        return text.utf8.contains(0) ? nil : text
    }

    /// The first common name of a subject or issuer.
    static func commonName(_ name: OpaquePointer?) -> String? {
        guard let name else { return nil }
        let position = X509_NAME_get_index_by_NID(name, NID_commonName, -1)
        guard position >= 0, let entry = X509_NAME_get_entry(name, position), let data = X509_NAME_ENTRY_get_data(entry) else { return nil }
        return text(data)
    }

    /// Sets the one common name of `name`. Throws `BadArg` for text that does not fit.
    static func setCommonName(_ text: String, of name: OpaquePointer?) throws(Fault) {
        try validateCommonName(text)
        let bytes = Array(text.utf8)
        guard X509_NAME_add_entry_by_NID(name, NID_commonName, V_ASN1_UTF8STRING, bytes, Int32(bytes.count), -1, 0) == 1 else {
            throw OpenSSLErrors.fault(.crypto, "cannot set the name \(text)")
        }
    }

    /// Throws `BadArg` unless `text` can be the common name of a certificate.
    static func validateCommonName(_ text: String) throws(Fault) {
        guard !text.isEmpty else { throw Fault(.badArgument, "a certificate needs a name, and this one is empty") }
        let count = text.unicodeScalars.count
        guard count <= commonNameCharactersMax else {
            throw Fault(
                .badArgument,
                "the name \(text) has \(count) characters; a certificate can name at most \(commonNameCharactersMax)",
                advice: "Choose a shorter service, user or network name.")
        }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f }) else {
            throw Fault(.badArgument, "the name of a certificate cannot hold control characters")
        }
    }

    /// The time; nil if it is malformed.
    static func timestamp(_ time: UnsafePointer<ASN1_TIME>?) -> Timestamp? {
        guard let time, let epoch = ASN1_TIME_set(nil, 0) else { return nil }
        defer { ASN1_STRING_free(epoch) }
        var days: Int32 = 0
        var seconds: Int32 = 0
        guard ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else {
            OpenSSLErrors.clear()
            return nil
        }
        return Timestamp(milliseconds: (Int64(days) * 86_400 + Int64(seconds)) * 1000)
    }

    /// Sets `time` in the form that RFC 5280 asks for: two digits of the year until 2049, four from then on.
    static func set(_ time: UnsafeMutablePointer<ASN1_TIME>?, to timestamp: Timestamp) throws(Fault) {
        let seconds = Int(timestamp.milliseconds / 1000)
        guard ASN1_TIME_set(time, seconds) != nil else {
            throw OpenSSLErrors.fault(.badArgument, "the time \(utc(timestamp)) does not fit in a certificate")
        }
    }

    /// The time for people: `2026-01-31 23:59:59 UTC`.
    static func utc(_ timestamp: Timestamp) -> String {
        let seconds = Int64((Double(timestamp.milliseconds) / 1000).rounded(.down))
        let secondOfDay = ((seconds % 86_400) + 86_400) % 86_400
        // Days from 0000-03-01, so that the leap day is the last of its year; 400 years have 146,097 days.
        let days = (seconds - secondOfDay) / 86_400 + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2)) "
            + "\(padded(secondOfDay / 3600, 2)):\(padded(secondOfDay / 60 % 60, 2)):\(padded(secondOfDay % 60, 2)) UTC"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
