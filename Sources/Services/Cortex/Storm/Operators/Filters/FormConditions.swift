import Graph
import Kernel
import Model

/// `inet:fqdn`, `inet:*`, an interface, `inet:ipv4:asn`: whether the node is of such a form, or has such a property.
struct IsFormCondition: Condition {
    let name: NameExpression

    func test(_ runtime: StormRuntime) throws -> NodeTest {
        let name = try name.text(runtime, nil)
        let targets = try runtime.model.targets(name)
        switch targets.first {
        case .property(let property)? where property.form.isEmpty:
            return { try $0.node.property(property.name) != nil }
        case .property(let property)?:
            let forms = Set(targets.compactMap { target -> String? in
                if case .property(let property) = target { property.form } else { nil }
            })
            return { item in forms.contains(item.node.form.name) ? try item.node.property(property.name) != nil : false }
        case .form(let form)? where targets.count == 1:
            let name = form.name
            return { $0.node.form === form || $0.node.form.name == name }
        default:
            let forms = Set(targets.compactMap { target -> String? in if case .form(let form) = target { form.name } else { nil } })
            return { forms.contains($0.node.form.name) }
        }
    }
}

/// `inet:ipv4=1.2.3.0/24`, `inet:ipv4:asn>500`.
struct CompareFormCondition: Condition {
    let name: NameExpression
    let comparison: Comparison

    func test(_ runtime: StormRuntime) throws -> NodeTest {
        let targets = try runtime.model.comparedTargets(try name.text(runtime, nil))
        var tests = ComparisonTests(comparison)
        guard case .property(let property)? = targets.first else {
            guard case .form(let form)? = targets.first else { return { _ in false } }
            return { item in
                guard item.node.form.name == form.name else { return false }
                return try tests.test(form.type, runtime, item)?(item.node.value) ?? false
            }
        }
        let forms = Set(targets.compactMap { target -> String? in if case .property(let property) = target { property.form } else { nil } })
        let isUniversal = property.form.isEmpty
        return { item in
            guard isUniversal || forms.contains(item.node.form.name), let value = try item.node.property(property.name) else {
                return false
            }
            return try tests.test(property.type, runtime, item)?(value) ?? false
        }
    }
}
