import Foundation
import Kernel
import TestSupport
import Testing
import World

/// The units under a real systemd, in a throw-away machine.
extension ProcessTests {
    private static let units = "\(Deployment.root)/systemd"
    private static let unitFiles = ["synapse-aha@.service", "synapse-axon@.service"]

    private static func reasonWithoutSystemd(_ programs: String...) -> String? {
        for program in programs where Subprocess.find(program) == nil { return "\(program) is missing" }
        return nil
    }

    @Test(.timeLimit(.minutes(1)), arguments: unitFiles) func unit_verified_isSilentAndConfined(_ file: String) async throws {
        if let reason = Self.reasonWithoutSystemd("systemd-analyze") { return print("units are not verified here: \(reason)") }
        try await withTemporaryDirectory { directory in
            // The program is where it was built, not where it will be installed.
            for name in Self.unitFiles {
                try String(contentsOfFile: "\(Self.units)/\(name)", encoding: .utf8)
                    .replacingOccurrences(of: "/usr/local/bin/synapsed", with: "\(Deployment.binaries)/synapsed")
                    .write(toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8)
            }
            let verified = try await Subprocess(["systemd-analyze", "verify", "\(directory)/\(file)"]).run()
            #expect(verified.succeeded && (verified.output + verified.errors).isEmpty, "\(verified.output)\(verified.errors)")
            let confined = try await Subprocess(
                ["systemd-analyze", "security", "--offline=yes", "--threshold=20", "\(directory)/\(file)"]).run()
            #expect(confined.succeeded, "\(confined.output)\(confined.errors)")
        }
    }

    /// What happens inside the machine. Every step says its name, so that a failure is found.
    private static let script = """
        set -eu
        step() { echo "step: $*"; }
        aha=cell:///var/lib/synapse/aha axon=cell:///var/lib/synapse/00.axon
        unit=synapse-axon@00.axon.service
        export HOME=/root
        step start aha; systemctl start synapse-aha@aha.service; systemctl is-active synapse-aha@aha.service
        url=$(synctl aha provision service 00.axon --only-url --url $aha)
        echo "SYN_AXON_AHA_PROVISION=$url" > /etc/synapse/00.axon.env
        step start axon; systemctl start $unit; systemctl is-active $unit
        systemctl show -p StatusText $unit | grep -q 'axon 00.axon.demo.test listening'
        echo bytes > /tmp/file; hash=$(synctl axon put /tmp/file --url $axon | cut -c1-64)
        step restart; systemctl restart $unit; systemctl is-active $unit
        synctl axon has $hash --url $axon
        again() {  # waits for the next process of the unit to be ready
          old=$1
          for try in $(seq 1000); do
            new=$(systemctl show -p MainPID --value $unit)
            if [ "$new" != 0 ] && [ "$new" != "$old" ] && systemctl is-active -q $unit; then return 0; fi
            read -t 0.02 <> <(:) || true
          done
          systemctl status $unit; return 1
        }
        step killed; pid=$(systemctl show -p MainPID --value $unit); kill -9 $pid; again $pid
        synctl axon has $hash --url $axon
        step watchdog; pid=$(systemctl show -p MainPID --value $unit); kill -STOP $pid; again $pid
        synctl axon has $hash --url $axon
        [ "$(systemctl show -p NRestarts --value $unit)" = 2 ]
        step stop; systemctl stop $unit; ! systemctl is-active $unit
        [ "$(systemctl show -p Result --value $unit)" = success ]
        systemctl stop synapse-aha@aha.service; [ "$(systemctl show -p Result --value synapse-aha@aha.service)" = success ]
        step modes; [ "$(stat -L -c %a /var/lib/synapse/00.axon)" = 700 ]; [ "$(stat -L -c %U /var/lib/synapse/00.axon)" != root ]
        step done
        """

    @Test(.timeLimit(.minutes(3))) func units_underSystemd_startRestartSurviveAndStop() async throws {
        if geteuid() != 0 { return print("no systemd here: it needs root") }
        if let reason = Self.reasonWithoutSystemd("systemd-nspawn", "unshare", "nsenter", "setpriv", "findmnt") {
            return print("no systemd here: \(reason)")
        }
        try await withTemporaryDirectory { directory in
            let overlay = "\(directory)/overlay/etc/synapse"
            try FileManager.default.createDirectory(atPath: overlay, withIntermediateDirectories: true)
            let settings = """
                SYN_AHA_AHA_NETWORK=\(Deployment.network)
                SYN_AHA_DNS_NAME=127.0.0.1
                SYN_AHA_DMON_LISTEN=ssl://127.0.0.1:27492?hostname=aha.\(Deployment.network)&ca=\(Deployment.network)
                SYN_AHA_PROVISION_LISTEN=ssl://127.0.0.1:27272

                """
            try settings.write(toFile: "\(overlay)/aha.env", atomically: true, encoding: .utf8)
            // The test does not wait half a minute for the watchdog.
            let units = "\(directory)/units"
            try FileManager.default.copyItem(atPath: Self.units, toPath: units)
            try FileManager.default.createDirectory(atPath: "\(units)/synapse-axon@.service.d", withIntermediateDirectories: true)
            try "[Service]\nWatchdogSec=2\n".write(toFile: "\(units)/synapse-axon@.service.d/test.conf", atomically: true, encoding: .utf8)
            let outcome = try await Subprocess(
                [
                    "\(Deployment.root)/Tests/Lab/systemd-lab", "--units", units, "--overlay", "\(directory)/overlay",
                    "--bind", "\(Deployment.binaries)/synapsed:/usr/local/bin/synapsed",
                    "--bind", "\(Deployment.binaries)/synctl:/usr/local/bin/synctl",
                    "--journal", "\(directory)/journal.json", "--timeout", "100", "--", "bash", "-c", Self.script,
                ], timeoutSeconds: 120
            ).run()
            if outcome.status == 125 { return print("no systemd here: \(outcome.errors)") }
            let journal = (try? String(contentsOfFile: "\(directory)/journal.json", encoding: .utf8)) ?? ""
            let said = journal.split(separator: "\n").suffix(60).compactMap { line -> String? in
                let entry = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                return (entry?["MESSAGE"] as? String).flatMap { $0.contains("synaps") || $0.contains("[") ? $0 : nil }
            }.joined(separator: "\n")
            #expect(outcome.succeeded && outcome.output.contains("step: done"), "\(outcome.output)\(outcome.errors)\n\(said)")
        }
    }
}
