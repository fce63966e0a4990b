// swift-tools-version: 6.2
import PackageDescription

// The module graph is the architecture: every arrow between rooms is in `rooms` below, and imports go only downwards
// (Actors < Wire < Replication < Services < Bin). The Tidy test reads the sources and fails on an import without an arrow.

// Release builds optimise across rooms: a graph that reads its store through calls that are not specialised is half as fast.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

/// One room: a library target at `Sources/<layer>/<name>`.
func room(_ layer: String, _ name: String, _ arrows: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: arrows, path: "Sources/\(layer)/\(name)", swiftSettings: strict)
}

/// A program: an executable target at `Sources/<layer>/<name>`.
func program(_ layer: String, _ name: String, _ arrows: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: arrows, path: "Sources/\(layer)/\(name)", swiftSettings: strict)
}

/// The tests of one room, at `Tests/<layer>/<name>Tests`.
func tests(_ layer: String, _ name: String, _ arrows: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + arrows, path: "Tests/\(layer)/\(name)Tests",
        resources: resources, swiftSettings: strict)
}

/// A C library of the system; exactly one wrapper room imports it.
func system(_ layer: String, _ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/\(layer)/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "synapse",
    products: [
        .executable(name: "synapsed", targets: ["synapsed"]),
        .executable(name: "synctl", targets: ["synctl"]),
        .executable(name: "synapse-bench", targets: ["synapse-bench"]),
        .executable(name: "storm-bench", targets: ["storm-bench"]),
        .executable(name: "conformance", targets: ["conformance"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        // Actors
        room("Actors", "Kernel"),
        room("Actors", "World", ["Kernel"]),
        room("Actors", "Telemetry", ["Kernel", "World", logging]),
        room("Actors", "ActorTree", ["Kernel", "World", "Telemetry"]),
        room("Actors", "Simulator", ["Kernel", "World"]),
        // Wire
        room("Wire", "MessagePack", ["Kernel"]),
        room("Wire", "Messaging", ["Kernel", "MessagePack", nioCore]),
        system("Wire", "COpenSSL", pkgConfig: "openssl", apt: "libssl-dev"),
        room("Wire", "TLS", ["Kernel", "COpenSSL", nioCore]),
        room("Wire", "Link", ["Kernel", "World", "ActorTree", "Telemetry", "MessagePack", "Messaging", "TLS", nioCore, nioPosix]),
        // Replication
        system("Replication", "CLMDB", pkgConfig: "lmdb", apt: "liblmdb-dev"),
        room("Replication", "Store", ["Kernel", "World", "ActorTree", "CLMDB"]),
        room("Replication", "Leadership", ["Kernel"]),
        room("Replication", "Nexus", ["Kernel", "World", "ActorTree", "Telemetry", "MessagePack", "Messaging", "TLS", "Store", "Leadership", logging]),
        // Services
        system("Services", "CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
        room("Services", "Config", ["Kernel", "CYAML"]),
        room("Services", "Cell", ["Kernel", "World", "ActorTree", "Telemetry", "MessagePack", "Messaging", "TLS", "Link", "Store", "Leadership", "Nexus", "Config", nioCore, nioPosix, logging]),
        room("Services", "Aha", ["Kernel", "World", "ActorTree", "MessagePack", "Messaging", "TLS", "Store", "Leadership", "Nexus", "Config", "Cell", logging]),
        room("Services", "Axon", ["Kernel", "World", "ActorTree", "MessagePack", "Messaging", "TLS", "Store", "Nexus", "Config", "Cell", nioCore, logging]),
        room("Services/Cortex", "Model", ["Kernel", "MessagePack"]),
        system("Services/Cortex", "CPCRE2", pkgConfig: "libpcre2-8", apt: "libpcre2-dev"),
        room("Services/Cortex", "Regex", ["Kernel", "Model", "CPCRE2"]),
        system("Services/Cortex", "CCompression", pkgConfig: "zlib", apt: "zlib1g-dev libbz2-dev"),
        room("Services/Cortex", "Compressors", ["Kernel", "CCompression"]),
        room("Services/Cortex", "Graph", ["Kernel", "World", "MessagePack", "Store", "Model"]),
        room("Services/Cortex", "Storm", ["Kernel", "Model", "Graph"]),
        room("Services/Cortex", "CortexCore", ["Kernel", "World", "MessagePack", "TLS", "Store", "Model", "Regex", "Graph", "Storm"]),
        room("Services/Cortex", "StormLibrary", ["Kernel", "World", "MessagePack", "TLS", "Config", "Model", "Regex", "Compressors", "Graph", "Storm", "CortexCore"]),
        // Bin
        system("Bin", "CSystemd", pkgConfig: "libsystemd", apt: "libsystemd-dev"),
        room("Bin", "Systemd", ["Kernel", "CSystemd"]),
        room("Bin", "SynctlKit", ["Kernel", "World", "Messaging", "TLS", "Link", "Leadership", "Config", "Cell", "Axon", nioCore, nioPosix, arguments]),
        program("Bin", "synctl", ["SynctlKit"]),
        program("Bin", "synapsed", ["Kernel", "World", "Telemetry", "Config", "Cell", "Aha", "Axon", "Systemd", nioCore, nioPosix, arguments, logging]),
        room("Bin", "ConformanceKit", ["Kernel", "World", "Store", "Model", "Regex", "Graph", "Storm", "CortexCore", "StormLibrary", arguments]),
        program("Bin", "conformance", ["ConformanceKit"]),
        program("Bin", "quickstart", ["Kernel", "World", "Messaging", "TLS", "Link", "Leadership", "Cell", "Axon", nioCore, nioPosix, arguments]),
        // Benchmarks
        .executableTarget(
            name: "synapse-bench",
            dependencies: ["Kernel", "World", "MessagePack", "Messaging", "TLS", "Link", "Cell", "Axon", "SynctlKit", nioCore, nioPosix],
            path: "benchmarks", exclude: ["limits", "storm", "RESULTS.md"], swiftSettings: strict),
        .executableTarget(
            name: "storm-bench", dependencies: ["Kernel", "World", "Store", "Model", "Graph", "Storm", "CortexCore", "StormLibrary"],
            path: "benchmarks/storm", swiftSettings: strict),
        // Tests
        .executableTarget(
            name: "storm-writer", dependencies: ["Kernel", "World", "Store", "Model", "Graph", "Storm", "CortexCore", "StormLibrary"],
            path: "Tests/StormWriter", swiftSettings: strict),
        .target(name: "TestSupport", dependencies: ["Kernel", "World"], path: "Tests/Support", swiftSettings: strict),
        .testTarget(name: "TidyTests", path: "Tests/Tidy", swiftSettings: strict),
        tests("Actors", "Kernel"),
        tests("Actors", "World", ["Kernel"]),
        tests("Actors", "Telemetry", ["Kernel", "World", logging]),
        tests("Actors", "ActorTree", ["Kernel", "World"]),
        tests("Wire", "MessagePack", ["Kernel", "World"]),
        tests("Wire", "Messaging", ["Kernel", "MessagePack", nioCore]),
        tests("Wire", "TLS", ["Kernel", nioCore, nioPosix, nioEmbedded]),
        tests("Wire", "Link", ["Kernel", "World", "ActorTree", "MessagePack", "Messaging", "TLS", nioCore, nioPosix, nioEmbedded]),
        tests("Replication", "Store", ["Kernel"]),
        tests("Replication", "Nexus", ["Kernel", "Store"]),
        tests("Replication", "Leadership", ["Kernel", "Simulator"]),
        .testTarget(
            name: "SimulationTests", dependencies: ["Kernel", "Simulator", "Leadership"], path: "Tests/Simulation", swiftSettings: strict),
        .testTarget(
            name: "ProcessTests",
            dependencies: [
                "Kernel", "World", "Messaging", "TLS", "Link", "Leadership", "Cell", "Axon", "TestSupport", "synapsed", "synctl", "storm-writer", nioCore,
                nioPosix,
            ], path: "Tests/Processes", swiftSettings: strict),
        tests("Services", "Config", ["Kernel"]),
        tests("Services", "Cell", ["Kernel", "World", "Messaging", "Link", "Store", "Leadership", "Nexus", "Config", nioPosix, logging]),
        tests("Services", "Aha", ["Kernel", "World", "ActorTree", "MessagePack", "TLS", "Store", "Leadership", "Nexus", "Cell", logging]),
        tests("Services", "Axon", ["Kernel", "World", "ActorTree", "Messaging", "TLS", "Store", nioCore]),
        tests("Services/Cortex", "Model", ["Kernel", "MessagePack"]),
        tests("Services/Cortex", "Regex", ["Kernel", "Model"]),
        tests("Services/Cortex", "Compressors", ["Kernel"]),
        tests("Services/Cortex", "Graph", ["Kernel", "MessagePack", "Store", "Model", "TLS"]),
        tests("Services/Cortex", "Storm", ["Kernel", "World", "Model", "Graph", "Store", "TLS"]),
        tests("Services/Cortex", "CortexCore", ["Kernel", "World", "Store", "Model", "Graph", "Storm"]),
        tests("Services/Cortex", "StormLibrary", ["Kernel", "World", "Store", "Model", "Graph", "Storm", "CortexCore"]),
        .testTarget(
            name: "ConformanceTests", dependencies: ["Kernel", "World", "Model", "ConformanceKit", "TestSupport"],
            path: "Tests/Conformance", exclude: ["storm", "README.md", "commands.json", "model.json", "stormtypes.json", "type-cases.json", "passing.txt"],
            swiftSettings: strict),
        tests("Bin", "Systemd", ["Kernel"]),
        tests("Bin", "SynctlKit", ["Kernel", "World", "MessagePack", "Messaging", "TLS", "Link", "Leadership", "Cell", "Axon", nioCore, nioPosix, arguments]),
    ],
    swiftLanguageModes: [.v6]
)
