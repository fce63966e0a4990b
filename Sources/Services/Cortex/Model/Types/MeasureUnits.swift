/// Units of length and area, as factors to millimetres and to the unit in which areas are stored.
enum MeasureUnits {
    static let lengths: [String: Double] = [
        "mm": 1, "millimeter": 1, "millimeters": 1, "cm": 10, "centimeter": 10, "centimeters": 10,
        "m": 1000, "meter": 1000, "meters": 1000, "km": 1_000_000, "kilometer": 1_000_000, "kilometers": 1_000_000,
        "foot": 304.8, "feet": 304.8, "ft": 304.8, "inch": 25.4, "inches": 25.4, "in": 25.4,
        "yard": 914.4, "yards": 914.4, "yd": 914.4, "mile": 1_609_344, "miles": 1_609_344, "mi": 1_609_344,
    ]

    /// The reference scales areas by the factors of lengths; stored values are compatible only if this does too.
    static let areas: [String: Double] = {
        var areas: [String: Double] = [:]
        for unit in ["mm", "cm", "m", "km", "ft", "mi", "yd", "in"] {
            let factor = lengths[unit]
            for name in ["sq.\(unit)", "\(unit)\u{b2}", "\(unit)^2"] { areas[name] = factor }
        }
        for unit in ["foot", "feet", "yard", "mile", "miles"] { areas["sq.\(unit)"] = lengths[unit] }
        return areas
    }()

    /// A number and its unit; the unit is empty where there is none.
    static func split(_ text: String) -> (number: Double, unit: String)? {
        let compact = TextForm.strip(text).lowercased().filter { $0 != "," && !$0.isWhitespace }
        let head = compact.prefix { ("0"..."9").contains($0) || $0 == "." || $0 == "-" || $0 == "+" }
        guard let number = NumberText.float(String(head)) else { return nil }
        return (number, String(compact.dropFirst(head.count)))
    }
}
