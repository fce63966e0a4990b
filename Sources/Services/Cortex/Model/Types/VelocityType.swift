import Kernel

/// `velocity`: millimetres a second, written with units such as `kph`, `mph`, `knots`, `c`, `m/sec`.
struct VelocityType: OrderedBehaviour {
    static let defaults = TypeOptions(["relative": false])
    private static let lightMmPerSecond: Int64 = 299_792_458_000
    private static let units: [String: Double] = [
        "mm/sec": 1, "cm/sec": 10, "m/sec": 1000, "km/sec": 1_000_000, "ft/sec": 304.8,
        "mm/s": 1, "cm/s": 10, "m/s": 1000, "km/s": 1_000_000,
        "mm/hour": 1.0 / 3600, "km/hour": 1_000_000.0 / 3600, "mi/hour": 1_609_344.0 / 3600, "km/h": 1_000_000.0 / 3600,
        "kph": 1_000_000.0 / 3600, "mph": 1_609_344.0 / 3600, "knots": 1_852_000.0 / 3600, "knot": 1_852_000.0 / 3600,
        "kts": 1_852_000.0 / 3600, "c": 299_792_458_000,
    ]

    private let isRelative: Bool

    init(_ options: TypeOptions) { isRelative = options.flag("relative") }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let speed: Int64
        switch value {
        case .int(let number): speed = number
        case .string(let text):
            guard !TextForm.strip(text).isEmpty, let (number, unit) = MeasureUnits.split(text) else {
                throw context.bad("Velocity requires a number: \(text)")
            }
            guard let factor = unit.isEmpty ? 1 : Self.units[unit] else {
                throw context.bad("Unknown velocity unit: \(unit).")
            }
            guard let whole = Int64(exactly: (number * factor).rounded(.towardZero)) else {
                throw context.bad("Velocity is larger than the speed of light.")
            }
            speed = whole
        default: throw context.noNorm(value)
        }
        guard speed.magnitude <= UInt64(Self.lightMmPerSecond) else { throw context.bad("Velocity is larger than the speed of light.") }
        guard isRelative || speed >= 0 else { throw context.bad("Non-relative velocities may not be negative.") }
        return Normalized(.int(speed))
    }
}
