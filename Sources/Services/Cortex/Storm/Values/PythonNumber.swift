import Model

/// Numbers as Python writes and reads them.
enum PythonNumber {
    /// The shortest digits that read back as `number`: `1.0`, `1e+16`, `1e-05`, `inf`, `nan`.
    static func text(_ number: Double) -> String { FloatText.shortest(number) }

    /// A whole number as `int(text, 0)` reads it.
    static func integer(_ text: String) -> BigInteger? { NumberText.integer(text) }

    /// A floating point number as `float(text)` reads it.
    static func float(_ text: String) -> Double? { NumberText.float(text) }
}
