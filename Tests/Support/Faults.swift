import Kernel

/// The fault that `body` throws; nil where it throws none, or something else.
public func fault<Outcome>(isolation: isolated (any Actor)? = #isolation, of body: () async throws -> Outcome) async -> Fault? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? Fault
    }
}

/// The fault that `body` throws; nil where it throws none, or something else.
public func fault<Outcome>(of body: () throws -> Outcome) -> Fault? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? Fault
    }
}
