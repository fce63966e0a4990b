/// Lets other tasks run until `condition` holds: for what happens by itself in a moment. The test's own time limit ends a wait in vain.
public func until(isolation: isolated (any Actor)? = #isolation, _ condition: () async -> Bool) async {
    while !(await condition()) { await Task.yield() }
}
