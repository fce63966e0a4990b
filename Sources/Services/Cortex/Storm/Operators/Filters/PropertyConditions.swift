import Graph
import Kernel
import Model

/// `:asn`, `.seen`: whether the node has the property.
struct HasPropertyCondition: Condition {
    let property: PropertyReference

    func test(_ runtime: StormRuntime) throws -> NodeTest {
        if let name = property.constant {
            let reader = PropertyReader(name)
            return { try reader.has(runtime, $0.node) }
        }
        return { item in try PropertyReader(property.name(runtime, item)).has(runtime, item.node) }
    }
}

/// `:asn>500`.
struct ComparePropertyCondition: Condition {
    let property: PropertyReference
    let comparison: Comparison

    func test(_ runtime: StormRuntime) throws -> NodeTest {
        var tests = ComparisonTests(comparison)
        if let name = property.constant {
            var reader = PropertyReader(name)
            return { item in
                guard let (property, value) = try reader.read(runtime, item.node) else { return false }
                return try tests.test(property.type, runtime, item)?(value) ?? false
            }
        }
        return { item in
            var reader = PropertyReader(try property.name(runtime, item))
            guard let (property, value) = try reader.read(runtime, item.node) else { return false }
            return try tests.test(property.type, runtime, item)?(value) ?? false
        }
    }
}

/// `:names*[=kestrel]`: whether an item of an array compares so.
struct CompareItemsCondition: Condition {
    let property: PropertyReference
    let comparison: Comparison

    func test(_ runtime: StormRuntime) throws -> NodeTest {
        var tests = ComparisonTests(comparison)
        return { item in
            let name = try property.name(runtime, item)
            guard let definition = item.node.form.property(name) else { throw runtime.model.noSuchProperty(name) }
            guard let element = try definition.type.elementType(in: runtime.model) else {
                throw Fault(
                    FaultCode("BadCmprType"), "Array filter syntax is invalid for non-array prop \(name).",
                    advice: "Compare the property itself, without `*[ ]`")
            }
            guard let items = try item.node.property(name)?.list else { return false }
            guard let predicate = try tests.test(element, runtime, item) else { return false }
            return try items.contains { try predicate($0) }
        }
    }
}
