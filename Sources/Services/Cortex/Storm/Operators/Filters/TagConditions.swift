import Graph
import Kernel
import Model

/// `#cno`, `#cno.*`: whether the node has a tag like that.
struct HasTagCondition: Condition {
    let tag: TagExpression

    func test(_ runtime: StormRuntime) throws -> NodeTest {
        if let name = tag.constant { return Self.test(name) }
        var last: (name: String, test: NodeTest)?
        return { item in
            let name = try tag.pattern(runtime, item)
            if let last, last.name == name { return try last.test(item) }
            let test = Self.test(name)
            last = (name, test)
            return try test(item)
        }
    }

    private static func test(_ name: String) -> NodeTest {
        if name == "*" { return { try !$0.node.tags().isEmpty } }
        guard name.contains("*") else { return { try $0.node.tag(name) != nil } }
        let pattern = TagPattern(name)
        return { try $0.node.tags().contains { pattern.matches($0.name) } }
    }
}

/// `#cno@=2020`: whether the times of the tag compare so.
struct CompareTagCondition: Condition {
    let tag: TagExpression
    let comparison: Comparison

    func test(_ runtime: StormRuntime) throws -> NodeTest {
        let interval = try runtime.model.requireType("ival")
        var tests = ComparisonTests(comparison)
        return { item in
            let name = try tag.pattern(runtime, item)
            if tag.constant == nil, name.contains("*") {
                throw Fault(
                    .stormRuntime, "Wildcard tag names may not be used in conjunction with tag value comparison: \(name)",
                    fields: ["name": .string(name)])
            }
            guard let test = try tests.test(interval, runtime, item) else { return false }
            return try test(item.node.tag(name)?.value ?? .null)
        }
    }
}

/// `#cno:risk`: whether the node has the property of a tag like that.
struct HasTagPropertyCondition: Condition {
    let property: TagPropertyExpression

    func test(_ runtime: StormRuntime) throws -> NodeTest {
        { item in
            let tag = try property.tag.pattern(runtime, item)
            let name = try property.name(runtime, item)
            guard tag.contains("*") else { return try item.node.tagProperty(tag: tag, name: name) != nil }
            let pattern = TagPattern(tag)
            return try item.node.tagProperties().contains { entry in
                (tag == "*" || pattern.matches(entry.tag)) && entry.values.contains { $0.name == name }
            }
        }
    }
}

/// `#cno:risk>50`.
struct CompareTagPropertyCondition: Condition {
    let property: TagPropertyExpression
    let comparison: Comparison

    func test(_ runtime: StormRuntime) throws -> NodeTest {
        var tests = ComparisonTests(comparison)
        return { item in
            let tag = try property.tag.pattern(runtime, item)
            let name = try property.name(runtime, item)
            if tag.contains("*") {
                throw Fault(
                    .stormRuntime, "Wildcard tag names may not be used in conjunction with tagprop value comparison: \(tag)",
                    fields: ["name": .string(tag)])
            }
            guard let definition = runtime.model.tagProperty(name) else {
                throw Fault(
                    .noSuchTagProperty, "No such tag property: \(name)", fields: ["name": .string(name)],
                    advice: "`syn:tagprop` lists the tag properties")
            }
            guard let value = try item.node.tagProperty(tag: tag, name: name) else { return false }
            return try tests.test(definition.type, runtime, item)?(value) ?? false
        }
    }
}
