import Kernel

/// `geo:latlong`: a point on the globe as latitude and longitude in degrees.
struct LatitudeLongitudeType: TypeBehaviour {
    private static let earthRadiusMm = 6_371_008_800.0

    var liftComparators: [String] { ["near="] }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let parts: [ModelValue]
        switch value {
        case .string(let text):
            parts = TextForm.split(text, at: ",").map { .string(TextForm.strip($0)) }
        case .list(let items): parts = items
        default: throw context.noNorm(value)
        }
        guard parts.count == 2 else { throw context.bad("Valu must contain valid latitude,longitude") }
        let latitude = try context.norm(parts[0], as: "geo:latitude").value
        let longitude = try context.norm(parts[1], as: "geo:longitude").value
        return Normalized([latitude, longitude])
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        guard let (latitude, longitude) = Self.point(value) else { return .string(Display.text(value)) }
        return .string("\(FloatText.shortest(latitude)),\(FloatText.shortest(longitude))")
    }

    private static func point(_ value: ModelValue) -> (Double, Double)? {
        guard case .list(let parts) = value, parts.count == 2, case .float(let latitude) = parts[0],
            case .float(let longitude) = parts[1]
        else { return nil }
        return (latitude, longitude)
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] {
        guard let (latitude, longitude) = Self.point(value) else { return IndexForm.any(value) }
        // By longitude first, as the reference orders points.
        return IndexForm.float(longitude) + IndexForm.float(latitude)
    }

    func predicate(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate? {
        guard comparator == "near=" else { return nil }
        let (center, distance) = try circle(value, context)
        return Self.within(distance, of: center)
    }

    func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan? {
        guard comparator == "near=" else { return nil }
        let (center, distance) = try circle(value, context)
        return LiftPlan(Self.longitudes(distance, of: center), residual: Self.within(distance, of: center))
    }

    /// The index range of all points whose longitude a point within the distance may have.
    private static func longitudes(_ distance: Double, of center: (Double, Double)) -> IndexRange {
        let angle = distance / earthRadiusMm
        let latitude = center.0 * .pi / 180
        // A circle around a pole has every longitude.
        guard abs(latitude) + angle < .pi / 2 else { return .all }
        let ratio = Trigonometry.sine(angle) / Trigonometry.cosine(latitude)
        // A little more than what follows from the formula, for what rounding takes away.
        let degrees = Trigonometry.arcSine(min(1, ratio)) * 180 / .pi + 1e-9
        guard center.1 - degrees >= -180, center.1 + degrees <= 180 else { return .all }
        return .span(
            from: IndexForm.float(center.1 - degrees), through: IndexForm.float(center.1 + degrees) + IndexForm.float(.infinity))
    }

    private func circle(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ((Double, Double), Double) {
        guard case .list(let parts) = value, parts.count == 2, let center = Self.point(try context.norm(parts[0]).value),
            let distance = try context.norm(parts[1], as: "geo:dist").value.int
        else { throw context.bad("near= needs a point and a distance: ((40.0, -75.0), 10km)") }
        return (center, Double(distance))
    }

    private static func within(_ distance: Double, of center: (Double, Double)) -> ValuePredicate {
        ValuePredicate { value in point(value).map { arc(center, $0) <= distance } ?? false }
    }

    /// The length of the great circle between two points, by the haversine formula.
    private static func arc(_ one: (Double, Double), _ other: (Double, Double)) -> Double {
        let toRadians = Double.pi / 180
        let halfLatitude = Trigonometry.sine((other.0 - one.0) * toRadians / 2)
        let halfLongitude = Trigonometry.sine((other.1 - one.1) * toRadians / 2)
        let root = halfLatitude * halfLatitude
            + Trigonometry.cosine(one.0 * toRadians) * Trigonometry.cosine(other.0 * toRadians) * halfLongitude * halfLongitude
        return 2 * earthRadiusMm * Trigonometry.arcSine(min(1, max(0, root).squareRoot()))
    }
}
