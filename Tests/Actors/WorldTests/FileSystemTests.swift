import Kernel
import TestSupport
import Testing
import World

private let label: FileLabel = "a test"

@Suite struct FileSystemTests {
    private let files = Host.linux.files

    @Test func replace_thenRead_roundTrips_andLeavesNothingBeside() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/a"
            #expect(!files.exists(path))
            try files.replace(path, with: [1, 2, 3], permissions: 0o600, label: label)
            try files.replace(path, with: [4, 5], permissions: 0o600, label: label)
            #expect(try files.read(path, bytesMax: 2, label: label) == [4, 5])
            #expect(try files.size(path, label: label) == 2)
            #expect(try files.list(directory, label: label) == ["a"])
        }
    }

    @Test func replace_afterACrashInBetween_succeeds() async throws {
        try await withTemporaryDirectory { directory in
            try files.replace(directory + "/a.new", with: [9, 9, 9], permissions: 0o600, label: label)
            try files.replace(directory + "/a", with: [1], permissions: 0o600, label: label)
            #expect(try files.list(directory, label: label) == ["a"])
        }
    }

    @Test func read_largerThanAllowed_isRefused() async throws {
        try await withTemporaryDirectory { directory in
            try files.replace(directory + "/a", with: [1, 2, 3], permissions: 0o600, label: label)
            #expect(fault { try files.read(directory + "/a", bytesMax: 2, label: label) }?.code == .limit)
            #expect(try files.read("/proc/self/status", bytesMax: 1 << 20, label: label).count > 100)
            #expect(fault { try files.read("/proc/self/status", bytesMax: 100, label: label) }?.code == .limit)
        }
    }

    @Test func missing_namesPathAndStep() throws {
        let fault = try #require(fault { try files.read("/nonexistent/file", bytesMax: 1, label: "read the key") })
        #expect(fault.code == .noSuchFile)
        #expect(fault.message == "read the key: /nonexistent/file: No such file or directory")
        #expect(fault.fields["path"] == "/nonexistent/file")
        #expect(fault.fields["step"] == "read the key")
        #expect(TestSupport.fault { try files.size("/nonexistent", label: label) }?.code == .noSuchFile)
        #expect(TestSupport.fault { try files.list("/nonexistent", label: label) }?.code == .noSuchFile)
        #expect(TestSupport.fault { try files.openForReading("/nonexistent", label: label) }?.code == .noSuchFile)
        #expect(TestSupport.fault { try files.rename("/nonexistent", to: "/tmp/x", label: label) }?.code == .noSuchFile)
        #expect(TestSupport.fault { try files.space("/nonexistent", label: label) }?.code == .noSuchFile)
    }

    @Test func fullDisk_isLowSpaceWithAdvice() throws {
        let full = try files.open("/dev/full", permissions: 0, label: label)
        let fault = try #require(fault { try full.write([1], at: 0, label: "append") })
        #expect(fault.code == .noSpace)
        #expect(fault.advice != nil)
    }

    @Test func directories_areMadeListedAndRemoved() async throws {
        try await withTemporaryDirectory { directory in
            try files.makeDirectory(directory + "/x/y/z", permissions: 0o700, label: label)
            try files.makeDirectory(directory + "/x/y/z", permissions: 0o700, label: label)
            try files.replace(directory + "/x/b", with: [], permissions: 0o600, label: label)
            try files.replace(directory + "/x/a", with: [], permissions: 0o600, label: label)
            #expect(try files.list(directory + "/x", label: label) == ["a", "b", "y"])
            try files.removeTree(directory + "/x", label: label)
            try files.removeTree(directory + "/x", label: label)
            #expect(try files.list(directory, label: label) == [])
            #expect(fault { try files.makeDirectory("/proc/nope", permissions: 0o700, label: label) } != nil)
        }
    }

    @Test func removeTree_doesNotFollowLinks() async throws {
        try await withTemporaryDirectory { directory in
            try files.makeDirectory(directory + "/kept", permissions: 0o700, label: label)
            try files.replace(directory + "/kept/a", with: [1], permissions: 0o600, label: label)
            try files.makeDirectory(directory + "/gone", permissions: 0o700, label: label)
            let linked = try await Subprocess(["ln", "-s", directory + "/kept", directory + "/gone/link"]).run()
            #expect(linked.succeeded)
            try files.removeTree(directory + "/gone", label: label)
            #expect(try files.list(directory, label: label) == ["kept"])
            #expect(files.exists(directory + "/kept/a"))
        }
    }

    @Test func removeTree_danglingLinks_areRemoved() async throws {
        try await withTemporaryDirectory { directory in
            try files.makeDirectory(directory + "/gone", permissions: 0o700, label: label)
            #expect(try await Subprocess(["ln", "-s", "/nonexistent", directory + "/gone/link"]).run().succeeded)
            try files.removeTree(directory + "/gone", label: label)
            #expect(try files.list(directory, label: label) == [])
        }
    }

    @Test func removeAndRename_ofFiles() async throws {
        try await withTemporaryDirectory { directory in
            try files.replace(directory + "/a", with: [1], permissions: 0o600, label: label)
            try files.replace(directory + "/b", with: [2], permissions: 0o600, label: label)
            try files.rename(directory + "/a", to: directory + "/b", label: label)
            try files.flushDirectory(directory, label: label)
            #expect(try files.read(directory + "/b", bytesMax: 10, label: label) == [1])
            try files.remove(directory + "/b", label: label)
            try files.remove(directory + "/b", label: label)
            #expect(!files.exists(directory + "/b"))
        }
    }

    @Test func openFile_writesReadsTruncatesAtPositions() async throws {
        try await withTemporaryDirectory { directory in
            let file = try files.open(directory + "/a", permissions: 0o600, label: label)
            try file.write([1, 2, 3], at: 2, label: label)
            try file.write([], at: 0, label: label)
            try file.flush(label: label)
            #expect(try file.read(at: 0, count: 100, label: label) == [0, 0, 1, 2, 3])
            #expect(try file.read(at: 3, count: 1, label: label) == [2])
            #expect(try file.read(at: 100, count: 1, label: label) == [])
            try file.truncate(to: 3, label: label)
            #expect(try file.size(label: label) == 3)
            let reader = try files.openForReading(directory + "/a", label: label)
            #expect(try reader.read(at: 0, count: 3, label: label) == [0, 0, 1])
            #expect(fault { try reader.write([1], at: 0, label: label) }?.code == .io)
        }
    }

    @Test func lock_isExclusiveAndNamesItsHolder() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/lock"
            do {
                let held = try files.lock(path, label: label)
                let fault = try #require(fault { try files.lock(path, label: label) })
                #expect(fault.code == .inUse)
                let holder = String(decoding: try files.read(path, bytesMax: 32, label: label), as: UTF8.self)
                #expect(fault.message == "\(directory) is in use by process \(holder.filter(\.isNumber))")
                withExtendedLifetime(held) {}
            }
            _ = try files.lock(path, label: label)
        }
    }

    @Test func permissions_areKept() async throws {
        try await withTemporaryDirectory { directory in
            try files.replace(directory + "/key", with: [1], permissions: 0o600, label: label)
            #expect(try await Subprocess(["stat", "-c", "%a", directory + "/key"]).run().output == "600\n")
        }
    }

    @Test func space_isPlausible() throws {
        let space = try files.space("/tmp", label: label)
        #expect(space.total >= space.available && space.total > 0)
        #expect((0...100).contains(space.availablePercent))
        #expect(DiskSpace(total: 0, available: 0).availablePercent == 100)
        #expect(DiskSpace(total: 200, available: 50).availablePercent == 25)
    }
}
