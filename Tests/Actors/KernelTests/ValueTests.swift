import Foundation
import Kernel
import Testing

@Suite struct ValueTests {
    @Test func integer_hasOneForm() {
        #expect(Value.integer(5) == .int(5))
        #expect(Value.integer(UInt64(Int64.max)) == .int(.max))
        #expect(Value.integer(UInt64(Int64.max) + 1) == .uint(UInt64(Int64.max) + 1))
    }

    @Test func subscript_findsTextKeysOfMapsOnly() {
        let map = Value.object(["a": 1, "b": "two"])
        #expect(map["a"] == 1)
        #expect(map["b"]?.string == "two")
        #expect(map["c"] == nil)
        #expect(Value.int(1)["a"] == nil)
    }

    @Test(arguments: [
        (Value.null, "null"), (true, "true"), (-5, "-5"), (.uint(.max), "18446744073709551615"), (.float(1.5), "1.5"),
        (.float(.nan), "null"), (.float(.infinity), "null"), ("a\"b\\c\n\u{1}é", #""a\"b\\c\n\u0001é""#), (.bytes([0, 255]), "\"00ff\""),
        (.ext(1, [1]), "\"01\""), (.array([1, .array([2])]), "[1, [2]]"), (.object(["a": 1, "b": .null]), #"{"a": 1, "b": null}"#),
        (.map([.init(7, true)]), #"{"7": true}"#), (.map([]), "{}"),
    ]) func json_isWhatItShouldBe(_ value: Value, _ text: String) {
        #expect(value.json == text)
    }

    @Test func json_isReadByOthers() throws {
        let text = String(String.UnicodeScalarView((1...0x2ff).compactMap { Unicode.Scalar($0) }))
        let value = Value.object(["text": .string(text), "list": [1, .float(0.1), .null, false], "map": .map([])])
        let read = try #require(JSONSerialization.jsonObject(with: Data(value.json.utf8)) as? [String: Any])
        #expect(read["text"] as? String == text)
        #expect((read["list"] as? [Any])?.count == 4)
    }
}
