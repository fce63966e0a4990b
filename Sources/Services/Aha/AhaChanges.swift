import Cell
import Kernel
import Leadership
import MessagePack
import Nexus
import Store

/// Gives out a one-time URL.
struct AddProvision: Change, CodablePackable {
    static let target = "aha"
    static let event = "provision:add"
    typealias Outcome = Bool
    let record: ProvisionRecord
}

/// Uses a one-time URL.
struct UseProvision: Change, CodablePackable {
    static let target = "aha"
    static let event = "provision:use"
    typealias Outcome = Bool
    let iden: Iden
    /// Over the requests that were signed.
    let keys: Digest
}

/// A server is, or has moved.
struct SaveRegistration: Change, CodablePackable {
    static let target = "aha"
    static let event = "service:set"
    typealias Outcome = Bool
    let registration: Registration
}

/// A server is gone for good.
struct RemoveRegistration: Change, CodablePackable {
    static let target = "aha"
    static let event = "service:del"
    typealias Outcome = Bool
    let name: String
}

/// The decisions of one service's arbiter. A raised term in here is the one point at which leadership changes.
struct SaveArbiter: Change, CodablePackable {
    static let target = "aha"
    static let event = "arbiter:set"
    typealias Outcome = Bool
    let alias: String
    let record: ArbiterRecord

    static func unpack(_ packed: [UInt8]) throws(Fault) -> ArbiterRecord { try SaveArbiter(packed: packed).record }
}

extension AhaTables {
    /// How the changes of AHA are checked and applied.
    var changes: ChangeTable {
        var table = ChangeTable()
        table.on(AddProvision.self) { (change, _, transaction) throws(Fault) in
            try put(change.record, transaction)
            return true
        }
        table.on(
            UseProvision.self,
            check: { (change, transaction) throws(Fault) in
                guard let record = try transaction.reading({ (look) throws(Fault) in try provision(change.iden, look) }) else {
                    throw Provisions.unknown(change.iden)
                }
                if record.used != nil, record.keys != change.keys { throw Provisions.used(record) }
            },
            apply: { (change, context, transaction) throws(Fault) in
                guard var record = try transaction.reading({ (look) throws(Fault) in try provision(change.iden, look) }) else {
                    return false
                }
                record.used = record.used ?? context.time
                record.keys = change.keys
                try put(record, transaction)
                return true
            })
        table.on(SaveRegistration.self) { (change, _, transaction) throws(Fault) in
            try put(change.registration, transaction)
            return true
        }
        table.on(RemoveRegistration.self) { (change, _, transaction) throws(Fault) in
            try removeRegistration(change.name, transaction)
            return true
        }
        table.on(SaveArbiter.self) { (change, _, transaction) throws(Fault) in
            try put(change.record, alias: change.alias, transaction)
            return true
        }
        return table
    }
}
