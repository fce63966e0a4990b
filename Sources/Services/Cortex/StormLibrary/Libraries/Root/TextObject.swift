import Kernel
import Model
import Storm

/// `$lib.text(...)`: a text that is put together step by step.
final class TextObject: CountedObject {
    static let type = StormObjectType(
        "text", help: "A text that is put together step by step.",
        methods: [
            StormFunction("add", ["text", .namedRest("kwargs")], help: "Adds a text; named arguments fill its places.") { call in
                try call.subject(as: TextObject.self).append(TextTemplate.message(call), call.runtime)
                return .null
            },
            StormFunction("str", help: "The whole text.") { call in .string(try call.subject(as: TextObject.self).text) },
        ])

    private(set) var text = ""

    func append(_ part: String, _ runtime: StormRuntime) throws {
        let bytesMax = runtime.context.options.limits.textBytesMax
        guard text.utf8.count + part.utf8.count <= bytesMax else { throw Fault(.limit, "the text is longer than \(bytesMax) bytes") }
        text += part
    }

    var count: Int { text.unicodeScalars.count }
    func primitive() throws -> ModelValue { .string(text) }
    var isTrue: Bool { !text.isEmpty }
    func text(_ runtime: StormRuntime) throws -> String { text }
}
