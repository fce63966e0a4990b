import CortexCore
import Kernel
import Testing

@Suite struct AuthTests {
    @Test func decision_ofUserWithRules_followsTheFirstThatMatches() async throws {
        try await withCortex { core in
            let user = try core.addUser("alice").iden
            #expect(!core.decision(user, ["node", "add"]).isAllowed)
            try core.changeRules(.user(user)) { $0 = [AuthRule(text: "!node.del"), AuthRule(text: "node")] }
            #expect(core.decision(user, ["node", "add", "inet:ipv4"]).isAllowed)
            #expect(!core.decision(user, ["node", "del"]).isAllowed)
            #expect(core.decision(user, ["node", "del"]).reason == "Matched user rule (!node.del).")
        }
    }

    @Test func decision_ofGateRolesAndLocks_comesInTheOrderOfTheReference() async throws {
        try await withCortex { core in
            let user = try core.addUser("alice").iden
            let role = try core.addRole("ninjas").iden
            let gate = core.defaultView.description
            try core.grant(user, role: role)
            try core.changeRules(.role(role)) { $0 = [AuthRule(text: "!a")] }
            try core.changeRules(.role(role), gate: gate) { $0 = [AuthRule(text: "a")] }
            #expect(core.decision(user, ["a"], gate: gate).isAllowed)
            #expect(!core.decision(user, ["a"]).isAllowed)
            try core.changeRules(.user(user)) { $0 = [AuthRule(text: "!a")] }
            #expect(!core.decision(user, ["a"], gate: gate).isAllowed)
            try core.changeRules(.user(user), gate: gate) { $0 = [AuthRule(text: "a")] }
            #expect(core.decision(user, ["a"], gate: gate).isAllowed)
            try core.setUserAdmin(user, true)
            #expect(core.decision(user, ["anything"]).isAllowed)
            try core.setUserLocked(user, true)
            #expect(!core.decision(user, ["anything"]).isAllowed)
        }
    }

    @Test func users_ofTheSameName_areRefused() async throws {
        try await withCortex { core in
            let user = try core.addUser("alice").iden
            #expect(fault { try core.addUser("alice") } == FaultCode("DupUserName"))
            #expect(fault { try core.setUserName(user, "root") } == FaultCode("DupUserName"))
            #expect(fault { try core.deleteUser(core.rootUser) } == FaultCode("SynErr"))
            try core.deleteUser(user)
            #expect(core.user(named: "alice") == nil)
        }
    }

    @Test func password_isCheckedByItsHash() async throws {
        try await withCortex { core in
            let user = try core.addUser("alice", password: "secret").iden
            #expect(core.checkPassword(user, "secret"))
            #expect(!core.checkPassword(user, "Secret"))
            #expect(core.user(user)?.password?.contains("secret") == false)
        }
    }
}
