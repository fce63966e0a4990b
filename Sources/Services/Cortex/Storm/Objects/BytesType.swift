import Kernel
import Model

extension PrimitiveTypes {
    /// Bytes.
    static let bytes = StormObjectType(
        "bytes", help: "Bytes.",
        methods: [
            StormFunction(
                "decode", [.optional("encoding", "utf8"), .optional("errors", "surrogatepass")],
                help: "Gives the text that the bytes encode."
            ) { call in
                .string(try TextCoding.decode(try call.subjectBytes(), try call.text(0), errors: try call.text(1)))
            },
            StormFunction("slice", ["start", .optional("end", .null)], help: "Gives a part of the bytes.") { call in
                let bytes = try call.subjectBytes()
                return .bytes(Array(bytes[PythonSlice.range(bytes.count, try call.int(0), try call.optionalInt(1))]))
            },
        ])
}

extension Call {
    /// The bytes that the method is called on.
    func subjectBytes() throws -> [UInt8] {
        if case .bytes(let bytes) = subject { return bytes }
        throw Fault(.stormRuntime, "a method of bytes was called on a value of the type \(subject.typeName)")
    }
}
