/// The three functions that distances on a sphere need, since the room uses no mathematics library. Good to about fourteen digits.
package enum Trigonometry {
    package static func sine(_ angle: Double) -> Double {
        let turn = 2 * Double.pi
        var reduced = angle - (angle / turn).rounded() * turn
        if reduced > .pi / 2 { reduced = .pi - reduced }
        if reduced < -.pi / 2 { reduced = -.pi - reduced }
        let square = reduced * reduced
        var term = reduced
        var sum = reduced
        for step in stride(from: 2.0, through: 24, by: 2) {
            term *= -square / (step * (step + 1))
            sum += term
        }
        return sum
    }

    package static func cosine(_ angle: Double) -> Double { sine(angle + .pi / 2) }

    /// For arguments from 0 to 1.
    package static func arcSine(_ value: Double) -> Double {
        if value > 0.7072 { return .pi / 2 - arcSine((1 - value * value).squareRoot()) }
        // The series converges fast below the square root of one half.
        var term = value
        var sum = value
        for step in stride(from: 1.0, through: 99, by: 2) {
            term *= value * value * step / (step + 1)
            sum += term / (step + 2)
        }
        return sum
    }
}
