/// Every option of one service: those that all services have and its own.
public struct ServiceOptions: Sendable {
    /// The service in lower case, as in `SYN_<SERVICE>_<NAME>`: `axon`.
    public let service: String
    /// In order of name.
    public let options: [Option]
    private let positions: [String: Int]

    /// The options in `common` with those in `own` added; one of `own` with the same name takes the place of the common one.
    ///
    /// - Precondition: no two options of a list share a name or an environment variable.
    public init(service: String, common: [Option] = CellOptions.all, own: [Option] = []) {
        precondition(
            service.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } && !service.isEmpty,
            "a service name is lower case")
        let ownNames = Set(own.map(\.name))
        precondition(ownNames.count == own.count, "two options of \(service) share a name")
        self.service = service
        options = (common.filter { !ownNames.contains($0.name) } + own).sorted { $0.name < $1.name }
        precondition(
            Set(options.map { $0.environmentName(service: service) }).count == options.count, "two options of \(service) share a variable")
        positions = Dictionary(uniqueKeysWithValues: options.enumerated().map { ($1.name, $0) })
    }

    /// The option with this name.
    public subscript(name: String) -> Option? { positions[name].map { options[$0] } }
}
