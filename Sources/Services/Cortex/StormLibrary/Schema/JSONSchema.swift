import Kernel
import Model
import Regex

/// A JSON schema, of the drafts 4 to 7, and values checked against it with the words of the reference.
struct JSONSchema {
    /// How deep schemas and values nest; a schema can refer to itself.
    static let depthMax = 128

    private let root: ModelValue
    /// Schemas that name themselves with `$id`, by that name.
    private let named: [String: ModelValue]

    /// The kinds of values that schemas name.
    private static let types: Set<String> = ["null", "boolean", "number", "integer", "string", "array", "object"]

    /// Throws `StormRuntimeError` for what is no schema.
    init(_ schema: ModelValue) throws(Fault) {
        guard case .dict = schema else { throw Self.invalid("definition must be an object") }
        try Self.requireTypes(schema, depth: 0)
        root = schema
        var named: [String: ModelValue] = [:]
        Self.collect(schema, into: &named, depth: 0)
        self.named = named
    }

    private static func invalid(_ reason: String) -> Fault {
        Fault(.stormRuntime, "Unable to compile Json Schema: \(reason)", advice: "Correct the schema")
    }

    /// Throws where the schema, or one in its properties or items, names a kind of value that there is not.
    private static func requireTypes(_ schema: ModelValue, depth: Int) throws(Fault) {
        guard depth < depthMax, case .dict = schema else { return }
        let named = schema["type"].map { type in type.list ?? [type] } ?? []
        for type in named where !types.contains(type.string ?? "") { throw invalid("Unknown type: \(PythonText.quote(type))") }
        if case .dict(let properties)? = schema["properties"] {
            for property in properties { try requireTypes(property.value, depth: depth + 1) }
        }
        if let items = schema["items"] {
            for item in items.list ?? [items] { try requireTypes(item, depth: depth + 1) }
        }
    }

    private static func collect(_ schema: ModelValue, into named: inout [String: ModelValue], depth: Int) {
        guard depth < depthMax else { return }
        switch schema {
        case .dict(let entries):
            if let id = schema["$id"]?.string ?? schema["id"]?.string { named[id] = schema }
            for entry in entries { collect(entry.value, into: &named, depth: depth + 1) }
        case .list(let items): for item in items { collect(item, into: &named, depth: depth + 1) }
        default: break
        }
    }

    /// `value`, with the defaults of the schema in missing places where asked. Throws `SchemaViolation`.
    func validate(_ value: ModelValue, fillsDefaults: Bool) throws(Fault) -> ModelValue {
        var run = JSONSchemaRun(schema: self, fillsDefaults: fillsDefaults)
        return try run.check(value, root, at: "data", depth: 0)
    }

    /// What `reference` names; nil for nothing.
    func resolve(_ reference: String) -> ModelValue? {
        let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let start = parts[0].isEmpty ? root : named[parts[0]] else { return nil }
        guard parts.count == 2, !parts[1].isEmpty else { return start }
        guard parts[1].hasPrefix("/") else { return named["#" + parts[1]] }
        var current = start
        for step in parts[1].dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            let key = TextSplit.parts(TextSplit.parts(String(step), at: "~1").joined(separator: "/"), at: "~0").joined(separator: "~")
            switch current {
            case .dict:
                guard let next = current[key] else { return nil }
                current = next
            case .list(let items):
                guard let position = Int(key), items.indices.contains(position) else { return nil }
                current = items[position]
            default: return nil
            }
        }
        return current
    }
}

/// One value on its way through a schema.
struct JSONSchemaRun {
    let schema: JSONSchema
    let fillsDefaults: Bool
    /// Steps of one validation: alternatives inside alternatives multiply.
    private static let stepsMax = 2_000_000
    private var steps = 0

    init(schema: JSONSchema, fillsDefaults: Bool) {
        self.schema = schema
        self.fillsDefaults = fillsDefaults
    }

    private static func violation(_ message: String, at name: String) -> Fault {
        Fault(FaultCode("SchemaViolation"), "\(name) \(message)", fields: ["name": .string(name)])
    }

    mutating func check(_ value: ModelValue, _ rule: ModelValue, at name: String, depth: Int) throws(Fault) -> ModelValue {
        steps += 1
        guard depth < JSONSchema.depthMax, steps < Self.stepsMax else {
            throw Fault(.limit, "the value or its schema is too large to check")
        }
        if case .bool(let isAllowed) = rule {
            if isAllowed { return value }
            throw Self.violation("must not be there", at: name)
        }
        guard case .dict = rule else { return value }
        if let reference = rule["$ref"]?.string {
            guard let target = schema.resolve(reference) else {
                throw Fault(.badArgument, "the schema refers to \(reference), which it does not have")
            }
            return try check(value, target, at: name, depth: depth + 1)
        }
        try checkType(value, rule, at: name)
        try checkValue(value, rule, at: name)
        var value = try checkAlternatives(value, rule, at: name, depth: depth)
        switch value {
        case .string(let text): try checkText(text, rule, at: name)
        case .int, .big, .float: try checkNumber(value, rule, at: name)
        case .list(let items): value = .list(try checkList(items, rule, at: name, depth: depth))
        case .dict(let entries): value = .dict(try checkDict(entries, rule, at: name, depth: depth))
        default: break
        }
        return value
    }

    // MARK: Any kind

    private static func isKind(_ value: ModelValue, _ kind: String) -> Bool {
        switch (kind, value) {
        case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .list), ("object", .dict), ("integer", .int),
            ("integer", .big), ("number", .int), ("number", .big), ("number", .float):
            true
        case ("integer", .float(let number)): number.isFinite && number.rounded() == number
        default: false
        }
    }

    private func checkType(_ value: ModelValue, _ rule: ModelValue, at name: String) throws(Fault) {
        let kinds: [String]
        switch rule["type"] {
        case .string(let kind)?: kinds = [kind]
        case .list(let items)?: kinds = items.compactMap(\.string)
        default: return
        }
        if !kinds.contains(where: { Self.isKind(value, $0) }) {
            throw Self.violation("must be \(kinds.joined(separator: " or "))", at: name)
        }
    }

    private func checkValue(_ value: ModelValue, _ rule: ModelValue, at name: String) throws(Fault) {
        if let allowed = rule["enum"]?.list, !allowed.contains(value) {
            throw Self.violation("must be one of \(PythonQuote.list(allowed))", at: name)
        }
        if let constant = rule["const"], constant != value {
            throw Self.violation("must be same as const definition: \(PythonQuote.plain(constant))", at: name)
        }
    }

    private mutating func checkAlternatives(
        _ value: ModelValue, _ rule: ModelValue, at name: String, depth: Int
    ) throws(Fault) -> ModelValue {
        var value = value
        if let not = rule["not"], (try? attempt(value, not, name, depth)) != nil {
            throw Self.violation("must not be valid by not definition", at: name)
        }
        for part in rule["allOf"]?.list ?? [] { value = try check(value, part, at: name, depth: depth + 1) }
        if let parts = rule["anyOf"]?.list {
            guard let match = try firstMatch(value, parts, name, depth) else {
                throw Self.violation("cannot be validated by any definition", at: name)
            }
            value = match
        }
        if let parts = rule["oneOf"]?.list {
            let matches = try matches(value, parts, name, depth)
            guard matches.count == 1 else {
                let found = matches.isEmpty ? "" : " (\(matches.count) matches found)"
                throw Self.violation("must be valid exactly by one definition\(found)", at: name)
            }
            value = matches[0]
        }
        if let condition = rule["if"] {
            if try matches(value, [condition], name, depth).isEmpty {
                if let other = rule["else"] { value = try check(value, other, at: name, depth: depth + 1) }
            } else if let then = rule["then"] {
                value = try check(value, then, at: name, depth: depth + 1)
            }
        }
        return value
    }

    private mutating func attempt(_ value: ModelValue, _ rule: ModelValue, _ name: String, _ depth: Int) throws(Fault) -> ModelValue {
        try check(value, rule, at: name, depth: depth + 1)
    }

    private mutating func matches(
        _ value: ModelValue, _ rules: [ModelValue], _ name: String, _ depth: Int
    ) throws(Fault) -> [ModelValue] {
        var found: [ModelValue] = []
        for rule in rules {
            do {
                found.append(try attempt(value, rule, name, depth))
            } catch {
                if error.code == .limit || error.code == .badArgument { throw error }
            }
        }
        return found
    }

    private mutating func firstMatch(
        _ value: ModelValue, _ rules: [ModelValue], _ name: String, _ depth: Int
    ) throws(Fault) -> ModelValue? {
        for rule in rules {
            if let match = try matches(value, [rule], name, depth).first { return match }
        }
        return nil
    }

    // MARK: Text and numbers

    private func checkText(_ text: String, _ rule: ModelValue, at name: String) throws(Fault) {
        let count = text.unicodeScalars.count
        if let least = rule["minLength"]?.int, count < least {
            throw Self.violation("must be longer than or equal to \(least) characters", at: name)
        }
        if let most = rule["maxLength"]?.int, count > most {
            throw Self.violation("must be shorter than or equal to \(most) characters", at: name)
        }
        if let pattern = rule["pattern"]?.string, try !Self.isMatch(pattern, text) {
            throw Self.violation("must match pattern \(pattern)", at: name)
        }
        if let format = rule["format"]?.string, let pattern = JSONSchemaFormats.patterns[format], try !Self.isMatch(pattern, text) {
            throw Self.violation("must be \(format)", at: name)
        }
    }

    static func isMatch(_ pattern: String, _ text: String) throws(Fault) -> Bool {
        try RegexLibrary.patterns.firstMatch(of: pattern, ignoringCase: false, in: text) != nil
    }

    private static func double(_ value: ModelValue?) -> Double? {
        switch value {
        case .int(let number)?: Double(number)
        case .big(let number)?: number.double
        case .float(let number)?: number
        default: nil
        }
    }

    private func checkNumber(_ value: ModelValue, _ rule: ModelValue, at name: String) throws(Fault) {
        guard let number = Self.double(value) else { return }
        if let least = rule["minimum"], let bound = Self.double(least) {
            if rule["exclusiveMinimum"]?.isTruthy == true, case .bool? = rule["exclusiveMinimum"] {
                if number <= bound { throw Self.violation("must be bigger than \(PythonQuote.plain(least))", at: name) }
            } else if number < bound {
                throw Self.violation("must be bigger than or equal to \(PythonQuote.plain(least))", at: name)
            }
        }
        if let most = rule["maximum"], let bound = Self.double(most) {
            if rule["exclusiveMaximum"]?.isTruthy == true, case .bool? = rule["exclusiveMaximum"] {
                if number >= bound { throw Self.violation("must be smaller than \(PythonQuote.plain(most))", at: name) }
            } else if number > bound {
                throw Self.violation("must be smaller than or equal to \(PythonQuote.plain(most))", at: name)
            }
        }
        if let least = rule["exclusiveMinimum"], let bound = Self.double(least), number <= bound {
            throw Self.violation("must be bigger than \(PythonQuote.plain(least))", at: name)
        }
        if let most = rule["exclusiveMaximum"], let bound = Self.double(most), number >= bound {
            throw Self.violation("must be smaller than \(PythonQuote.plain(most))", at: name)
        }
        if let factor = rule["multipleOf"], let divisor = Self.double(factor), divisor > 0 {
            let quotient = number / divisor
            if quotient.rounded() != quotient { throw Self.violation("must be multiple of \(PythonQuote.plain(factor))", at: name) }
        }
    }

    // MARK: Lists

    private mutating func checkList(
        _ items: [ModelValue], _ rule: ModelValue, at name: String, depth: Int
    ) throws(Fault) -> [ModelValue] {
        if let least = rule["minItems"]?.int, items.count < least {
            throw Self.violation("must contain at least \(least) items", at: name)
        }
        if let most = rule["maxItems"]?.int, items.count > most {
            throw Self.violation("must contain less than or equal to \(most) items", at: name)
        }
        if rule["uniqueItems"]?.isTruthy == true, Set(items).count != items.count {
            throw Self.violation("must contain unique items", at: name)
        }
        if let part = rule["contains"] {
            var isFound = false
            for item in items where !isFound { isFound = try !matches(item, [part], name, depth).isEmpty }
            if !isFound { throw Self.violation("must contain one of contains definition", at: name) }
        }
        var checked = items
        switch rule["items"] {
        case .list(let rules)?:
            for position in checked.indices {
                if position < rules.count {
                    checked[position] = try check(checked[position], rules[position], at: "\(name)[\(position)]", depth: depth + 1)
                } else if let more = rule["additionalItems"] {
                    if case .bool(false) = more { throw Self.violation("must contain only specified items", at: name) }
                    checked[position] = try check(checked[position], more, at: "\(name)[\(position)]", depth: depth + 1)
                }
            }
        case let part?:
            for position in checked.indices {
                checked[position] = try check(checked[position], part, at: "\(name)[\(position)]", depth: depth + 1)
            }
        case nil: break
        }
        return checked
    }

    // MARK: Dictionaries

    private mutating func checkDict(
        _ entries: [ModelValue.Entry], _ rule: ModelValue, at name: String, depth: Int
    ) throws(Fault) -> [ModelValue.Entry] {
        var entries = entries
        if let required = rule["required"]?.list {
            let missing = required.compactMap(\.string).filter { key in !entries.contains { $0.key == key } }
            if !missing.isEmpty {
                throw Self.violation("must contain \(PythonQuote.list(missing.map(ModelValue.string))) properties", at: name)
            }
        }
        if let least = rule["minProperties"]?.int, entries.count < least {
            throw Self.violation("must contain at least \(least) properties", at: name)
        }
        if let most = rule["maxProperties"]?.int, entries.count > most {
            throw Self.violation("must contain less than or equal to \(most) properties", at: name)
        }
        var left = Set(entries.map(\.key))
        try checkProperties(&entries, rule, &left, at: name, depth: depth)
        try checkPatterns(&entries, rule, &left, at: name, depth: depth)
        if let more = rule["additionalProperties"] {
            if case .bool(false) = more, !left.isEmpty {
                let names = entries.map(\.key).filter(left.contains).sorted().map { PythonQuote.plain(.string($0)) }
                throw Self.violation("must not contain {\(names.joined(separator: ", "))} properties", at: name)
            }
            for position in entries.indices where left.contains(entries[position].key) {
                try recheck(&entries, position, more, at: name, depth: depth)
            }
        }
        if let part = rule["propertyNames"] {
            for entry in entries where try matches(.string(entry.key), [part], name, depth).isEmpty {
                throw Self.violation("must be named by propertyName definition", at: name)
            }
        }
        try checkDependencies(entries, rule, at: name, depth: depth)
        return entries
    }

    private mutating func recheck(
        _ entries: inout [ModelValue.Entry], _ position: Int, _ rule: ModelValue, at name: String, depth: Int
    ) throws(Fault) {
        let entry = entries[position]
        entries[position] = .init(entry.key, try check(entry.value, rule, at: "\(name).\(entry.key)", depth: depth + 1))
    }

    private mutating func checkProperties(
        _ entries: inout [ModelValue.Entry], _ rule: ModelValue, _ left: inout Set<String>, at name: String, depth: Int
    ) throws(Fault) {
        guard case .dict(let rules)? = rule["properties"] else { return }
        for part in rules {
            if let position = entries.firstIndex(where: { $0.key == part.key }) {
                left.remove(part.key)
                try recheck(&entries, position, part.value, at: name, depth: depth)
            } else if fillsDefaults, case .dict = part.value, let value = part.value["default"] {
                entries.append(.init(part.key, value))
            }
        }
    }

    private mutating func checkPatterns(
        _ entries: inout [ModelValue.Entry], _ rule: ModelValue, _ left: inout Set<String>, at name: String, depth: Int
    ) throws(Fault) {
        guard case .dict(let rules)? = rule["patternProperties"] else { return }
        for part in rules {
            for position in entries.indices where try Self.isMatch(part.key, entries[position].key) {
                left.remove(entries[position].key)
                try recheck(&entries, position, part.value, at: name, depth: depth)
            }
        }
    }

    private mutating func checkDependencies(
        _ entries: [ModelValue.Entry], _ rule: ModelValue, at name: String, depth: Int
    ) throws(Fault) {
        guard case .dict(let rules)? = rule["dependencies"] else { return }
        for part in rules where entries.contains(where: { $0.key == part.key }) {
            if case .list(let needed) = part.value {
                for key in needed.compactMap(\.string) where !entries.contains(where: { $0.key == key }) {
                    throw Self.violation("missing dependency \(key) for \(part.key)", at: name)
                }
            } else {
                _ = try check(.dict(entries), part.value, at: name, depth: depth + 1)
            }
        }
    }
}

/// The formats of text that a schema can name, as patterns.
enum JSONSchemaFormats {
    static let patterns: [String: String] = [
        "date": #"^\d{4}-\d{2}-\d{2}\Z"#,
        "date-time": #"^\d{4}-[01]\d-[0-3]\d(t|T)[0-2]\d:[0-5]\d:[0-5]\d(?:\.\d+)?(?:[+-][0-2]\d:[0-5]\d|[+-][0-2]\d[0-5]\d|z|Z)\Z"#,
        "time": #"^\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[+-]\d\d:?\d\d|z|Z)?\Z"#,
        "email": #"^[^@]+@[^@]+\.[^@]+\Z"#,
        "ipv4": #"^((25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})\Z"#,
        "ipv6": #"^(?:(?:[0-9A-Fa-f]{1,4}:){6}(?:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}|[0-9.]{7,15})|[0-9A-Fa-f:.]*::[0-9A-Fa-f:.]*)\Z"#,
        "hostname": #"^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\Z"#,
        "uri": #"^\w+:(\/?\/?)[^\s]+\Z"#,
        "uuid": #"^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\Z"#,
        "json-pointer": #"^(?:(?:\/[^\/]+)*\/?)?\Z"#,
    ]
}

/// Values as Python writes them in messages.
enum PythonQuote {
    static func plain(_ value: ModelValue) -> String {
        switch value {
        case .null: "None"
        case .bool(let flag): flag ? "True" : "False"
        case .int(let number): String(number)
        case .big(let number): number.description
        case .float(let number): FloatText.shortest(number)
        case .string(let text): text.contains("'") && !text.contains("\"") ? "\"\(text)\"" : "'\(text)'"
        case .bytes(let bytes): "b'\(Hex.encode(bytes))'"
        case .list(let items): list(items)
        case .dict(let entries):
            "{" + entries.map { "\(plain(.string($0.key))): \(plain($0.value))" }.joined(separator: ", ") + "}"
        }
    }

    static func list(_ items: [ModelValue]) -> String { "[" + items.map(plain).joined(separator: ", ") + "]" }
}
