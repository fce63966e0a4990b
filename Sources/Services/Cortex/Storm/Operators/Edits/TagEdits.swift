import Graph
import Kernel
import Model

/// `+#tag`, `+#tag=times`, `+?#tag`.
struct AddTag: Operator {
    let tag: EditedTag
    let times: (any StormExpression)?
    let isLenient: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try runtime.requireWritable()
        let editor = runtime.editor
        try source { item in
            try tolerating(isLenient) {
                for name in try tag.names(runtime, item, isLenient: isLenient) {
                    try tolerating(isLenient) {
                        try runtime.requireTag("add", name)
                        let interval = try times.map { try editor.tagTimes(try $0.primitive(runtime, item)) }
                        _ = try editor.addTag(name, interval ?? .none, on: item.node)
                    }
                }
            }
            try runtime.finishEdit(editor)
            try sink(item)
        }
    }
}

/// `-#tag`, with all tags below it.
struct DeleteTag: Operator {
    let tag: EditedTag

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try runtime.requireWritable()
        let editor = runtime.editor
        try source { item in
            for name in try tag.names(runtime, item, isLenient: true) {
                try runtime.requireTag("del", name)
                _ = try editor.deleteTag(name, from: item.node)
            }
            try runtime.finishEdit(editor)
            try sink(item)
        }
    }
}

/// `+#tag:name=value`.
struct SetTagProperty: Operator {
    let tag: EditedTag
    let name: any StormExpression
    let value: any StormExpression
    let isLenient: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try runtime.requireWritable()
        let editor = runtime.editor
        try source { item in
            let tag = try tag.name(runtime, item)
            let name = try name.text(runtime, item)
            let value = try EditedValue.stored(try value.value(runtime, item))
            // There are no permissions of their own: a property of a tag is part of adding it.
            try runtime.requireTag("add", tag)
            try tolerating(isLenient) { try editor.setTagProperty(tag, name, value, on: item.node) }
            try runtime.finishEdit(editor)
            try sink(item)
        }
    }
}

/// `-#tag:name`.
struct DeleteTagProperty: Operator {
    let tag: EditedTag
    let name: any StormExpression

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try runtime.requireWritable()
        let editor = runtime.editor
        try source { item in
            let tag = try tag.name(runtime, item)
            try runtime.requireTag("del", tag)
            _ = try editor.deleteTagProperty(tag, try name.text(runtime, item), from: item.node)
            try runtime.finishEdit(editor)
            try sink(item)
        }
    }
}
