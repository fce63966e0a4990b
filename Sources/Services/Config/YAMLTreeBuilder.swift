import Kernel

/// Builds the tree of one document from events, without recursion, and enforces the bounds of ``YAML``.
struct YAMLTreeBuilder {
    private enum Open {
        case list(start: YAMLMark, items: [YAMLNode])
        case mapping(start: YAMLMark, pairs: [YAMLPair], key: YAMLNode?, seen: [Value: YAMLMark])
    }

    private let file: String
    private var root: YAMLNode?
    private var open: [Open] = []
    private var nodeCount = 0
    private var documentCount = 0

    init(file: String) { self.file = file }

    mutating func take(_ event: YAMLEvent) throws(Fault) {
        try refuseNamesAndTags(event)
        switch event.kind {
        case .documentStart:
            documentCount += 1
            guard documentCount == 1 else {
                throw YAML.fault(
                    "a second document starts here; one is expected", file: file, at: event.start, advice: "Remove the line '---'")
            }
        case .alias: break
        case .scalar(let text, let isPlain):
            try count(event)
            let value = try scalar(text, isPlain: isPlain, tag: event.tag, at: event.start)
            try add(YAMLNode(start: event.start, end: event.end, content: .scalar(value)))
        case .listStart:
            try openCollection(event, .list(start: event.start, items: []))
        case .mappingStart:
            try openCollection(event, .mapping(start: event.start, pairs: [], key: nil, seen: [:]))
        case .collectionEnd(let isFlow):
            guard let closed = open.popLast() else { return }
            try add(node(closed, end: isFlow ? event.end : nil))
        }
    }

    func finish() -> YAMLNode {
        let first = YAMLMark(line: 1, column: 1)
        return root ?? YAMLNode(start: first, end: first, content: .scalar(.null))
    }

    private func refuseNamesAndTags(_ event: YAMLEvent) throws(Fault) {
        if case .alias = event.kind {
            throw YAML.fault("an alias (*) is not allowed here", file: file, at: event.start, advice: "Write the value out")
        }
        if event.anchor != nil {
            throw YAML.fault(
                "an anchor (&) is not allowed here", file: file, at: event.start, advice: "Quote the value if it starts with '&'")
        }
        switch event.tag {
        case nil, "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map": break
        default:
            throw YAML.fault("a tag (!) is not allowed here", file: file, at: event.start, advice: "Quote the value if it starts with '!'")
        }
    }

    private func scalar(_ text: String, isPlain: Bool, tag: String?, at mark: YAMLMark) throws(Fault) -> Value {
        guard isPlain else { return .string(text) }
        do {
            return try YAMLScalar.resolve(text)
        } catch {
            throw YAML.fault(
                "this integer does not fit in 64 bits", file: file, at: mark, advice: "Put it in quotes if it is meant as text")
        }
    }

    private mutating func count(_ event: YAMLEvent) throws(Fault) {
        nodeCount += 1
        guard nodeCount <= YAML.nodesMax else {
            throw YAML.fault("more than \(YAML.nodesMax) values", file: file, at: event.start, advice: "Check that this is the right file")
        }
    }

    private mutating func openCollection(_ event: YAMLEvent, _ collection: Open) throws(Fault) {
        try count(event)
        guard open.count < YAML.depthMax else {
            throw YAML.fault(
                "collections nest deeper than \(YAML.depthMax) levels", file: file, at: event.start, advice: "Write the value flatter")
        }
        if case .mapping(_, _, nil, _) = open.last {
            throw YAML.fault(
                "a key of a mapping must be a single word or text", file: file, at: event.start, advice: "Put the key in quotes")
        }
        open.append(collection)
    }

    /// A block collection has no closing character: it ends with its last item.
    private func node(_ closed: Open, end: YAMLMark?) -> YAMLNode {
        switch closed {
        case .list(let start, let items):
            YAMLNode(start: start, end: end ?? items.last?.end ?? start, content: .list(items))
        case .mapping(let start, let pairs, _, _):
            YAMLNode(start: start, end: end ?? pairs.last?.value.end ?? start, content: .mapping(pairs))
        }
    }

    private mutating func add(_ node: YAMLNode) throws(Fault) {
        // The collection is taken off the stack while it changes, so that its storage is not copied.
        switch open.popLast() {
        case nil: root = node
        case .list(let start, var items):
            items.append(node)
            open.append(.list(start: start, items: items))
        case .mapping(let start, var pairs, let key, var seen):
            if let key {
                pairs.append(YAMLPair(key: key, value: node))
                open.append(.mapping(start: start, pairs: pairs, key: nil, seen: seen))
            } else {
                if let earlier = seen.updateValue(node.start, forKey: node.value) {
                    throw YAML.fault(
                        "the key \(KeyText.quoted(node.value)) is here again; it was first on line \(earlier.line)", file: file,
                        at: node.start,
                        advice: "Remove one of the two")
                }
                open.append(.mapping(start: start, pairs: pairs, key: node, seen: seen))
            }
        }
    }
}
