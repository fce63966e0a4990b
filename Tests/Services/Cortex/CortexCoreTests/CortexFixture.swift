import CortexCore
import Kernel
import Model
import Storm
import Store
import TestSupport

/// A Cortex with the commands and libraries of the engine alone, in a directory of its own.
func withCortex(_ body: (CortexHost) throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
        let store = try StoreEnvironment.open(directory: directory + "/store")
        defer { store.close() }
        try body(try openCortex(store))
    }
}

func openCortex(_ store: StoreEnvironment) throws -> CortexHost {
    try CortexHost.open(store: store, model: try stock.get(), catalogue: StormCatalogue(libraries: [], objectTypes: [], commands: []))
}

/// Made once: that takes milliseconds.
private let stock = Result { try StockModel.make(ModelSupport.environment()) }

/// The code of the fault that `body` throws.
func fault(_ body: () throws -> Void) -> FaultCode? {
    do {
        try body()
        return nil
    } catch {
        return (error as? Fault)?.code
    }
}
