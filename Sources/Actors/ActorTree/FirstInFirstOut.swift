/// A queue in the order of arrival, in a ring that grows to what was ever held at once.
struct FirstInFirstOut<Element> {
    private var ring: [Element?] = []
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: Element) {
        if count == ring.count { grow() }
        var place = head + count
        if place >= ring.count { place -= ring.count }
        ring[place] = element
        count += 1
    }

    mutating func popFirst() -> Element? {
        guard count > 0 else { return nil }
        let element = ring[head]
        ring[head] = nil
        head += 1
        if head == ring.count { head = 0 }
        count -= 1
        return element
    }

    /// Removes and returns the first element for which `isWanted` holds; the others keep their order. Takes time in the number of elements.
    mutating func removeFirst(where isWanted: (Element) -> Bool) -> Element? {
        var found: Element?
        for _ in 0..<count {
            guard let element = popFirst() else { break }
            if found == nil, isWanted(element) { found = element } else { append(element) }
        }
        return found
    }

    private mutating func grow() {
        var larger: [Element?] = []
        larger.reserveCapacity(max(8, ring.count * 2))
        for place in 0..<count { larger.append(ring[(head + place) % ring.count]) }
        for _ in count..<max(8, ring.count * 2) { larger.append(nil) }
        ring = larger
        head = 0
    }
}

extension FirstInFirstOut: Sendable where Element: Sendable {}
