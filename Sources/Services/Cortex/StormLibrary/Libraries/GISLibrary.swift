import Kernel
import Model
import Storm

/// `$lib.gis`
enum GISLibrary {
    /// Millimetres of the earth's mean radius, as the reference has it.
    static let radiusMm = 6_371_008_800.0

    static let library = StormLibrary(
        "gis", help: "Places on the earth.",
        functions: [
            StormFunction(
                "bbox", ["lon", "lat", "dist"],
                help: "The least and greatest longitude and latitude of the box around a circle, in degrees; dist in millimetres.",
                examples: []
            ) { call in
                guard let longitude = try? call.float(0), let latitude = try? call.float(1), let distance = try? call.float(2) else {
                    throw Fault(.badArgument, "$lib.gis.bbox(): could not convert an argument to a number")
                }
                return .tuple(box(longitude: longitude, latitude: latitude, distanceMm: distance).map { .float($0) })
            }
        ])

    private static func box(longitude: Double, latitude: Double, distanceMm: Double) -> [Double] {
        let ratio = distanceMm / radiusMm
        let latitudeInRadians = latitude * .pi / 180
        let latitudeMin = latitudeInRadians - ratio
        let latitudeMax = latitudeInRadians + ratio
        // Around a pole every longitude is near.
        guard latitudeMin > -.pi / 2, latitudeMax < .pi / 2 else {
            return [-180, 180, max(latitudeMin, -.pi / 2) * 180 / .pi, min(latitudeMax, .pi / 2) * 180 / .pi]
        }
        let span = ratio / Trigonometry.cosine(latitudeInRadians) * 180 / .pi
        return [longitude - span, longitude + span, latitudeMin * 180 / .pi, latitudeMax * 180 / .pi]
    }
}
