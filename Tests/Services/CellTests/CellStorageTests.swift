import Kernel
import Store
import TestSupport
import Testing

@testable import Cell

/// The identity of a directory, and who may open it.
@Suite struct CellStorageTests {
    private let manual = ManualHost()

    private func identity(_ directory: String, iden: Iden? = nil) throws -> Iden {
        let storage = try CellStorage(directory: directory + "/store", configuredIden: iden, host: manual.host)
        storage.store.close()
        return storage.iden
    }

    /// Writes one value of the table that says what the directory is.
    private func write(_ directory: String, _ key: StoreKey, _ bytes: [UInt8]) throws {
        let store = try StoreEnvironment.open(directory: directory + "/store")
        defer { store.close() }
        let table = try store.table("cell/meta", .plain)
        try store.write { (transaction) throws(Fault) in try transaction.put(table, key, bytes) }
    }

    @Test func iden_ofANewDirectory_staysTheSame() async throws {
        try await withTemporaryDirectory { directory in
            let iden = try identity(directory)
            let again = try identity(directory)
            #expect(again == iden)
            let another = try await withTemporaryDirectory { other in try identity(other) }
            #expect(another != iden)
        }
    }

    @Test func iden_configured_isTakenForANewDirectoryOnly() async throws {
        let (first, second) = (Iden(high: 1, low: 1), Iden(high: 2, low: 2))
        try await withTemporaryDirectory { directory in
            let made = try identity(directory, iden: first)
            let again = try identity(directory, iden: second)
            #expect(made == first && again == first)
        }
    }

    @Test func format_ofALaterVersion_isRefusedAndTheStoreLeftOpenToThatOne() async throws {
        try await withTemporaryDirectory { directory in
            let iden = try identity(directory)
            try write(directory, StoreKey("format"), (CellStorage.format + 1).packed)
            let refused = fault { try identity(directory) }
            #expect(refused?.code == .canNotRevert)
            #expect(refused?.message.contains("storage format \(CellStorage.format + 1)") == true)
            try write(directory, StoreKey("format"), CellStorage.format.packed)
            let again = try identity(directory)
            #expect(again == iden)
        }
    }

    @Test(arguments: ["iden", "format"]) func damagedMark_isAFault_notANewIdentity(key: String) async throws {
        try await withTemporaryDirectory { directory in
            let iden = try identity(directory)
            try write(directory, StoreKey.string(key), [0xc1, 0xff, 0xff])
            #expect(fault { try identity(directory) }?.code == .badData)
            // Closed by the refusal: it can be opened and mended.
            try write(directory, StoreKey.string(key), key == "iden" ? iden.bytes : CellStorage.format.packed)
            let again = try identity(directory)
            #expect(again == iden)
        }
    }
}
