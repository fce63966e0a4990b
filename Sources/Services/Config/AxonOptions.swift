/// The options of the Axon, the store of blobs.
public enum AxonOptions {
    /// 0 is refused: an Axon that can hold nothing is a slip, not a wish.
    public static let maxBytes = Option(
        "max:bytes", .int(1...Int64.max), unit: "bytes", effect: .reload, example: 1_000_000_000_000,
        doc: "The most bytes that all blobs together may have. An upload that would go above is refused. Without it the disk is the limit."
    )
    public static let maxCount = Option(
        "max:count", .int(1...Int64.max), unit: "blobs", effect: .reload, example: 10_000_000,
        doc: "The most blobs that the Axon may hold. An upload that would go above is refused.")
    public static let httpProxy = Option(
        "http:proxy", .url(schemes: ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]), effect: .reload,
        example: "socks5h://proxy.example.net:1080", doc: "The proxy for files that the Axon fetches for its users.")

    /// Every option of the Axon.
    public static let service = ServiceOptions(service: "axon", own: [maxBytes, maxCount, httpProxy])
}
