import Kernel

/// The machine that the code runs on: the only door to time, randomness, files and disk space. A simulated host replaces all of it in
/// tests.
public struct Host: Sendable {
    /// Time.
    public let clock: any Clock
    /// Randomness.
    public let random: any RandomSource
    /// Files and disk space.
    public let files: any FileSystem

    public init(clock: any Clock, random: any RandomSource, files: any FileSystem) {
        self.clock = clock
        self.random = random
        self.files = files
    }

    /// The real machine.
    public static let linux = Host(clock: LinuxClock(), random: LinuxRandom(), files: LinuxFileSystem())

    /// A new identifier.
    public func iden() -> Iden { Iden(high: random.next(), low: random.next()) }
}
