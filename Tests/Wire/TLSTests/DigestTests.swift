import Kernel
import NIOCore
import Testing
import TLS

@Suite struct DigestTests {
    static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    @Test func sha256_knownInputs_giveTheKnownDigests() {
        #expect(SHA256.digest(of: Array("abc".utf8)).description == Self.abc)
        #expect(SHA256.digest(of: [UInt8]()).description == Self.empty)
        #expect(SHA256.digest(of: "abc".utf8).description == Self.abc)
        #expect(SHA256.digest(of: AnySequence(Array("abc".utf8))).description == Self.abc)
    }

    @Test func sha256_piecesOfEveryKind_giveTheSameDigest() {
        var hasher = SHA256()
        hasher.update([UInt8(ascii: "a")])
        hasher.update([0, UInt8(ascii: "b")][1...])
        hasher.update(ByteBuffer(string: "c"))
        #expect(hasher.finish().description == Self.abc)
        #expect(hasher.finish().description == Self.empty)
        hasher.update(utf8: "ab")
        hasher.update(ByteBuffer(string: "c").readableBytesView)
        #expect(hasher.finish().description == Self.abc)
    }

    @Test func multiDigest_knownInput_givesTheKnownDigests() {
        var hasher = MultiDigest()
        hasher.update(ByteBuffer(string: "a"))
        hasher.update(Array("bc".utf8))
        let result = hasher.finish()
        #expect(result.md5 == "900150983cd24fb0d6963f7d28e17f72")
        #expect(result.sha1 == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(result.sha256 == Self.abc)
        #expect(
            result.sha512 == "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
        #expect(result.byteCount == 3)
        #expect(hasher.finish().sha256 == Self.empty)
    }
}
