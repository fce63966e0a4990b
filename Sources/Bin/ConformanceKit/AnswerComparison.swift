import Model

/// Compares an answer with the recorded one by the rules of `Tests/Conformance/README.md`.
struct AnswerComparison {
    /// Grades a list of messages.
    static func messages(_ answer: [ModelValue], _ expected: [ModelValue], isOrdered: Bool) -> Grade {
        let answer = foldUsages(answer, expected)
        if let grade = inOrder(answer, expected) { return grade }
        guard let grade = inAnyOrder(answer, expected) else { return .failed }
        return isOrdered ? max(grade, .equalButOrder) : grade
    }

    /// Grades what a call returned or threw.
    static func outcome(_ answer: ModelValue, _ expected: ModelValue, isOrdered: Bool) -> Grade {
        if let error = expected["err"] {
            guard let ours = answer["err"] else { return .failed }
            return errors(ours, error) ?? .failed
        }
        guard let ours = answer["return"], let value = expected["return"] else { return .failed }
        if same(ours, value) { return .equal }
        guard let one = ours.list, let other = value.list, inAnyOrder(one, other) != nil else { return .failed }
        return isOrdered ? .equalButOrder : .equal
    }

    // MARK: Lists

    private static func inOrder(_ answer: [ModelValue], _ expected: [ModelValue]) -> Grade? {
        guard answer.count == expected.count else { return nil }
        var worst = Grade.equal
        for (one, other) in zip(answer, expected) {
            guard let grade = message(one, other) else { return nil }
            worst = max(worst, grade)
        }
        return worst
    }

    private static func inAnyOrder(_ answer: [ModelValue], _ expected: [ModelValue]) -> Grade? {
        guard answer.count == expected.count else { return nil }
        var left = expected
        var worst = Grade.equal
        for one in answer {
            var best: (position: Int, grade: Grade)?
            for (position, other) in left.enumerated() {
                if let grade = message(one, other), grade < best?.grade ?? .failed { best = (position, grade) }
                if best?.grade == .equal { break }
            }
            guard let best else { return nil }
            worst = max(worst, best.grade)
            left.remove(at: best.position)
        }
        return worst
    }

    /// A run of prints of which one starts with `Usage: <command> ` stands for the usage of that command, where that is expected.
    private static func foldUsages(_ answer: [ModelValue], _ expected: [ModelValue]) -> [ModelValue] {
        var answer = answer
        for usage in expected {
            guard let parts = usage.list, parts.count == 2, parts[0].string == "usage", let command = parts[1].string else { continue }
            guard let hit = answer.firstIndex(where: { print($0)?.contains("Usage: \(command) ") ?? false }) else { continue }
            var start = hit, end = hit + 1
            while start > 0, print(answer[start - 1]) != nil { start -= 1 }
            while end < answer.count, print(answer[end]) != nil { end += 1 }
            answer.replaceSubrange(start..<end, with: [usage])
        }
        return answer
    }

    private static func print(_ message: ModelValue) -> String? {
        guard let parts = message.list, parts.count == 2, parts[0].string == "print" else { return nil }
        return parts[1].string
    }

    // MARK: Messages

    private static func message(_ one: ModelValue, _ other: ModelValue) -> Grade? {
        if let ours = one.list, let theirs = other.list, ours.count == 2, theirs.count == 2, ours[0] == "err", theirs[0] == "err" {
            return errors(ours[1], theirs[1])
        }
        return same(one, other) ? .equal : nil
    }

    private static func errors(_ one: ModelValue, _ other: ModelValue) -> Grade? {
        guard let ours = one["name"]?.string, ours == other["name"]?.string else { return nil }
        if ours == "BadSyntax" {
            for key in ["line", "column"] {
                if let theirs = other[key], !same(one[key] ?? .null, theirs) { return nil }
            }
        }
        return matches(one["mesg"]?.string ?? "", other["mesg"]?.string ?? "") ? .equal : .equalButWording
    }

    // MARK: Values

    /// Equal by the rules of the cases: integers exactly, floats nearly, placeholders in texts of the recorded value.
    static func same(_ one: ModelValue, _ other: ModelValue) -> Bool {
        switch (one, other) {
        case (.float, .float), (.float, .int), (.int, .float), (.float, .big), (.big, .float):
            guard let left = number(one), let right = number(other) else { return false }
            return left == right || abs(left - right) <= 1e-9 * max(abs(left), abs(right))
        case (.string(let left), .string(let right)): return matches(left, right)
        case (.list(let left), .list(let right)): return left.count == right.count && zip(left, right).allSatisfy(same)
        case (.dict(let left), .dict(let right)):
            guard left.count == right.count else { return false }
            let exact = left.allSatisfy { entry in
                right.contains { $0.key.utf8.elementsEqual(entry.key.utf8) && same(entry.value, $0.value) }
            }
            // Keys may be identifiers too.
            return exact || left.allSatisfy { entry in right.contains { matches(entry.key, $0.key) && same(entry.value, $0.value) } }
        default: return one == other
        }
    }

    private static func number(_ value: ModelValue) -> Double? {
        if case .float(let number) = value { return number }
        return value.bigInteger.map { Double("\($0)") ?? .nan }
    }

    /// Whether `text` is `pattern`, where `<iden>` stands for any identifier and `<object>` for anything.
    private static func matches(_ text: String, _ pattern: String) -> Bool {
        guard pattern.utf8.contains(UInt8(ascii: "<")) else { return text.utf8.elementsEqual(pattern.utf8) }
        return matches(Array(text.utf8)[...], Array(pattern.utf8)[...])
    }

    private static let iden = Array("<iden>".utf8)
    private static let object = Array("<object>".utf8)

    private static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        var text = text, pattern = pattern
        while let expected = pattern.first {
            if pattern.starts(with: iden) {
                let rest = pattern.dropFirst(iden.count)
                let digits = text.prefix { (48...57).contains($0) || (97...102).contains($0) }.count
                return [64, 32].contains { $0 <= digits && matches(text.dropFirst($0), rest) }
            }
            if pattern.starts(with: object) {
                let rest = pattern.dropFirst(object.count)
                return (0...text.count).contains { matches(text.dropFirst($0), rest) }
            }
            guard text.first == expected else { return false }
            text = text.dropFirst()
            pattern = pattern.dropFirst()
        }
        return text.isEmpty
    }
}
