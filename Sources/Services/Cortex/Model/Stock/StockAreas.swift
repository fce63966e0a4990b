/// The areas of the stock model; each is a file of its own.
enum StockAreas {
    static let all: [StaticString] = [
        inetAddress, inetService, inetWeb, inetName, inetProtocol, itHost, itSoftware,
        itSecurity, file, organization, person, risk, economy, crypto,
        transport, place, telephone, meta, knowledge,
    ]
}
