import Cell
import Kernel
import Leadership
import MessagePack
import Nexus
import Store

/// A one-time URL that was given out.
struct ProvisionRecord: CodablePackable {
    let iden: Iden
    /// `service` or `user`.
    let kind: String
    /// With the network.
    let name: String
    let user: String?
    let configuration: String
    let expires: Timestamp
    /// When it was used, and by which keys: the same keys may ask again, since an answer can be lost.
    var used: Timestamp?
    var keys: Digest?
}

/// What AHA keeps: one-time URLs, registrations, and who leads.
struct AhaTables: Sendable {
    private let provisions: Table
    private let services: Table
    private let arbiters: Table

    init(in environment: StoreEnvironment) throws(Fault) {
        provisions = try environment.table("aha/provisions", .plain)
        services = try environment.table("aha/services", .plain)
        arbiters = try environment.table("aha/arbiters", .plain)
    }

    func provision(_ iden: Iden, _ transaction: borrowing ReadTransaction) throws(Fault) -> ProvisionRecord? {
        guard let packed = try transaction.get(provisions, StoreKey.iden(iden)) else { return nil }
        return try ProvisionRecord(packed: packed)
    }

    func put(_ record: ProvisionRecord, _ transaction: WriteTransaction) throws(Fault) {
        try transaction.put(provisions, StoreKey.iden(record.iden), record.packed)
    }

    /// The server with this full name.
    func registration(_ name: String, _ transaction: borrowing ReadTransaction) throws(Fault) -> Registration? {
        guard let packed = try transaction.get(services, StoreKey.string(name)) else { return nil }
        return try Registration(packed: packed)
    }

    func registrations(_ transaction: borrowing ReadTransaction) throws(Fault) -> [Registration] {
        var found: [Registration] = []
        try transaction.forEach(services) { (_, value) throws(Fault) in
            found.append(try Registration(packed: value.copied))
            return true
        }
        return found
    }

    func put(_ registration: Registration, _ transaction: WriteTransaction) throws(Fault) {
        try transaction.put(services, StoreKey.string(registration.address.name), registration.packed)
    }

    func removeRegistration(_ name: String, _ transaction: WriteTransaction) throws(Fault) {
        try transaction.delete(services, StoreKey.string(name))
    }

    func arbiters(_ transaction: borrowing ReadTransaction) throws(Fault) -> [String: ArbiterRecord] {
        var found: [String: ArbiterRecord] = [:]
        try transaction.forEach(arbiters) { (key, value) throws(Fault) in
            found[String(decoding: key.copied, as: UTF8.self)] = try SaveArbiter.unpack(value.copied)
            return true
        }
        return found
    }

    func put(_ record: ArbiterRecord, alias: String, _ transaction: WriteTransaction) throws(Fault) {
        try transaction.put(arbiters, StoreKey.string(alias), SaveArbiter(alias: alias, record: record).packed)
    }
}
