public import Kernel

/// How well a service is, part by part, for `synctl healthcheck`, `GET /api/v1/healthcheck` and the status line of the service manager.
public struct HealthReport: Sendable, Hashable {
    /// From well to ill.
    public enum Status: String, Sendable, Hashable, Comparable, CaseIterable {
        /// All is well.
        case nominal
        /// It works, and somebody should look.
        case degraded
        /// It does not do its duty.
        case failed

        public static func < (left: Status, right: Status) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .nominal: 0
            case .degraded: 1
            case .failed: 2
            }
        }

        /// The exit status for monitors, in the convention of their plugins: fine, warning, critical.
        public var exitStatus: Int32 { Int32(rank) }
    }

    /// One part of a service.
    public struct Component: Sendable, Hashable {
        /// The part of the service, and how it is.
        public let name: String
        public let status: Status
        /// What is the matter, in a sentence; empty when all is well.
        public let message: String
        /// Figures by name.
        public let data: [String: Value]

        public init(_ name: String, _ status: Status, _ message: String = "", data: [String: Value] = [:]) {
            self.name = name
            self.status = status
            self.message = message
            self.data = data
        }
    }

    /// The iden of the service.
    public let iden: Iden
    public private(set) var components: [Component]

    public init(iden: Iden, components: [Component] = []) {
        self.iden = iden
        self.components = []
        for component in components { report(component) }
    }

    /// Adds a component, in the place of an earlier one with its name.
    public mutating func report(_ component: Component) {
        if let position = components.firstIndex(where: { $0.name == component.name }) {
            components[position] = component
        } else {
            components.append(component)
        }
    }

    /// The worst status of any component; nominal without components.
    public var status: Status { components.map(\.status).max() ?? .nominal }

    /// `{"iden", "status", "components": [{"name", "status", "mesg", "data"}]}`, which existing monitors read.
    public var value: Value {
        .object([
            "iden": .string(iden.description), "status": .string(status.rawValue),
            "components": .array(
                components.map { component in
                    .object([
                        "name": .string(component.name), "status": .string(component.status.rawValue), "mesg": .string(component.message),
                        "data": .map(component.data.sorted { $0.key < $1.key }.map { Value.Entry(.string($0.key), $0.value) }),
                    ])
                }),
        ])
    }
}
