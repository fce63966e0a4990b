import Storm

/// `$lib.crypto.coin.ethereum`
enum EthereumLibrary {
    static let library = StormLibrary(
        "crypto.coin.ethereum", help: "Addresses of Ethereum.",
        functions: [
            StormFunction(
                "eip55", ["addr"], help: "Whether a text is an address, and the address with its check sum in the case of its letters.",
                examples: [
                    StormExample(
                        "return($lib.crypto.coin.ethereum.eip55('0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'))",
                        returns: [true, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"])
                ]
            ) { call in
                guard let address = CoinAddress.ethereumChecked(try call.text(0)) else { return .tuple([.bool(false), .null]) }
                return .tuple([.bool(true), .string(address)])
            }
        ])
}
