import NIOCore
import NIOPosix
import World

/// Why a connection failed, in words that end a sentence, from what the network library throws.
enum NetworkReason {
    static func words(_ error: any Error) -> String {
        switch error {
        case let error as IOError: return SocketReason.words(error.errnoCode)
        case let error as NIOConnectionError:
            // A host has several addresses; the reasons mostly agree, and the first is that of the address tried first.
            if let failure = error.connectionErrors.first { return words(failure.error) }
            return "no address is known for the host \(error.host)"
        case is SocketAddressError.UnknownHost: return "no address is known for that host"
        case ChannelError.connectTimeout: return "it did not answer in time"
        default: return "\(error)"
        }
    }
}
