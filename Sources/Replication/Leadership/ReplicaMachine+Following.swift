import Kernel

/// Following an upstream, and feeding those below.
extension ReplicaMachine {
    // MARK: As a follower

    /// The configured upstream, or the leader when that one is missing, is cut off from the leader, or is this server itself. That
    /// alone also ends a ring of followers: no heartbeat of a leader comes round in it.
    private var chosenUpstream: String? {
        let choice = following.failures >= 2 ? leader : options.upstream ?? leader
        return choice == name ? (leader == name ? nil : leader) : choice
    }

    mutating func tickFollowing(_ now: Instant, _ out: inout [ReplicaAction]) {
        guard role == .follower else { return }
        switch following.state {
        case .idle:
            guard now >= following.since, let upstream = chosenUpstream else { return }
            following.state = .asking
            following.upstream = upstream
            following.feed += 1
            following.since = now
            out.append(.follow(
                FollowRequest(name: name, feed: following.feed, term: record.term, position: last, level: options.level), from: upstream))
        case .asking:
            if now.since(following.since) >= times.heartbeat { refollow(failed: true, now, &out) }
        case .streaming:
            if now.since(following.heardAt) >= times.silence { refollow(failed: true, now, &out) }
        case .copying:
            // The link itself says when it breaks; a large snapshot takes as long as it takes.
            break
        }
    }

    /// Drops the upstream and asks again: at once, or after a while when something failed.
    mutating func refollow(failed: Bool, _ now: Instant, _ out: inout [ReplicaAction]) {
        if failed { following.failures += 1 }
        dropUpstream(&out)
        following.since = failed ? now + times.retry : now
        if !failed { tickFollowing(now, &out) }
    }

    mutating func dropUpstream(_ out: inout [ReplicaAction]) {
        if following.state != .idle { out.append(.unfollow) }
        following.state = .idle
        following.upstream = nil
        following.behind = 0
    }

    mutating func followAnswer(_ from: String, _ answer: FollowAnswer, _ now: Instant, _ out: inout [ReplicaAction]) {
        guard role == .follower, following.state == .asking, answer.feed == following.feed, from == following.upstream else { return }
        if case .wait = answer.verdict {
            refollow(failed: true, now, &out)
            return
        }
        guard answer.term >= record.term || !safety.termCheck else {
            // It serves a term that is over, and does not know it yet.
            refollow(failed: true, now, &out)
            return
        }
        if answer.term > record.term {
            record.term = answer.term
            out.append(.persist(record))
            progress = [:]
            if !feeds.isEmpty { out.append(.stopFeeds) }
            feeds = [:]
            candidate.reset()
            leader = nil
            sendReport(now, &out)
        }
        switch answer.verdict {
        case .stream: startStreaming(now, &out)
        case .snapshot:
            following.state = .copying
            following.heardAt = now
        case .diverged(let common): diverge(common, from, answer.term, now, &out)
        case .wait, .refused: refollow(failed: true, now, &out)
        }
    }

    private mutating func startStreaming(_ now: Instant, _ out: inout [ReplicaAction]) {
        following.state = .streaming
        following.heardAt = now
        following.behind = 0
        if record.ledTerm != .none {
            // The new leader has our whole log: nothing is left to settle about the term that we led.
            record.ledTerm = .none
            out.append(.persist(record))
        }
        sayAllProgress(&out)
        finishReads(now, &out)
        // The registry refuses to promote a server that it does not know to be in step.
        sendReport(now, &out)
    }

    mutating func diverge(_ common: Index?, _ upstream: String, _ term: Term, _ now: Instant, _ out: inout [ReplicaAction]) {
        let divergence = Divergence(position: last, term: term, common: common, upstream: upstream)
        record.condition = .diverged(divergence)
        out.append(.persist(record))
        dropUpstream(&out)
        if !feeds.isEmpty { out.append(.stopFeeds) }
        feeds = [:]
        progress = [:]
        candidate.reset()
        setRole(.diverged, divergence.fault.message, &out)
        for item in held.drain() {
            out.append(.fail(item.ticket, item.sent ? Self.unknownFault(divergence.fault.message) : divergence.fault))
        }
        for read in reads { out.append(.fail(read.ticket, Self.unknownFault("the write was made, but this server diverged"))) }
        reads = []
        sendReport(now, &out)
    }

    mutating func batch(_ header: BatchHeader, _ computed: Position, _ now: Instant, _ out: inout [ReplicaAction]) {
        guard role == .follower, following.state == .streaming, header.feed == following.feed else { return }
        guard header.term == record.term || !safety.termCheck else {
            refollow(failed: true, now, &out)
            return
        }
        following.behind = 0
        if header.last.index <= last.index { return }
        guard header.previous.index == last.index else {
            // A gap, or an overlap: the feed lost its place. The positions are compared anew.
            refollow(failed: false, now, &out)
            return
        }
        if safety.hashCheck {
            guard header.previous == last else {
                diverge(nil, following.upstream ?? "", header.term, now, &out)
                return
            }
            guard computed == header.last, computed.term <= header.term else {
                // Our logs were equal before the batch, and its entries do not add up to what the upstream says: it was damaged.
                refollow(failed: true, now, &out)
                return
            }
        }
        last = computed
        out.append(.appendBatch)
        if !safety.flush { becameDurable(last, now, &out) }
    }

    mutating func heartbeat(_ from: String, _ heartbeat: Heartbeat, _ now: Instant, _ out: inout [ReplicaAction]) {
        guard role == .follower, from == following.upstream, following.state == .streaming else { return }
        guard heartbeat.term == record.term || !safety.termCheck else {
            if heartbeat.term > record.term { refollow(failed: false, now, &out) }
            return
        }
        following.heardAt = now
        following.failures = 0
        if leader != heartbeat.leader {
            leader = heartbeat.leader
            retryHeld(now, &out)
        }
        following.behind = heartbeat.durable > last.index ? following.behind + 1 : 0
        if following.behind >= 3 {
            refollow(failed: false, now, &out)
            return
        }
        if !feeds.isEmpty { out.append(.heartbeat(heartbeat)) }
        sayAllProgress(&out)
    }

    mutating func replaced(_ position: Position, _ now: Instant, _ out: inout [ReplicaAction]) {
        last = position
        durable = position
        if following.state == .copying { startStreaming(now, &out) }
    }

    /// Tells the upstream, and through it the leader, how far servers are durable. Only from a server in step: in another
    /// term, or on another history, an index says nothing.
    func sayProgress(_ items: [ProgressReport.Item], _ out: inout [ReplicaAction]) {
        guard isInStep, let upstream = following.upstream else { return }
        out.append(.progress(ProgressReport(term: record.term, items: items), to: upstream))
    }

    private func sayAllProgress(_ out: inout [ReplicaAction]) {
        var items = [ProgressReport.Item(name: name, durable: durable.index)]
        for (below, item) in progress { items.append(.init(name: below, durable: item.durable)) }
        items.sort { $0.name < $1.name }
        sayProgress(items, &out)
    }

    // MARK: As an upstream

    mutating func follow(_ request: FollowRequest, _ known: LogKnowledge, _ now: Instant, _ out: inout [ReplicaAction]) {
        feeds[request.name] = nil
        let verdict = verdict(request, known, now, &out)
        out.append(.answerFollow(to: request.name, FollowAnswer(feed: request.feed, term: record.term, verdict: verdict)))
        switch verdict {
        case .stream:
            feeds[request.name] = request.feed
            out.append(.stream(to: request.name, feed: request.feed, after: request.position))
        case .snapshot:
            feeds[request.name] = request.feed
            out.append(.sendSnapshot(to: request.name, feed: request.feed))
        case .diverged, .wait, .refused: break
        }
    }

    private mutating func verdict(
        _ request: FollowRequest, _ known: LogKnowledge, _ now: Instant, _ out: inout [ReplicaAction]
    ) -> FollowAnswer.Verdict {
        guard leads || isInStep else { return .wait }
        if request.term > record.term {
            // Somebody was granted a higher term: it is the registry's to say who.
            if options.fenced { sendReport(now, &out) } else if leads { yieldUnfenced(to: request.term, now, &out) }
            if safety.termCheck { return .wait }
        }
        guard feeds.count < LeadershipBounds.membersMax else {
            return .refused(Fault(.limit, "\(name) feeds \(feeds.count) followers already", advice: "Follow one of its mirrors."))
        }
        guard request.level >= options.level else {
            return .refused(Fault(
                .badVersion,
                "\(request.name) knows change messages up to level \(request.level), this service writes level \(options.level)",
                advice: "Update the mirror first."))
        }
        switch known {
        case .position(let position):
            if safety.hashCheck ? position == request.position : position.index == request.position.index { return .stream }
            return .diverged(common: nil)
        case .trimmed: return .snapshot
        case .beyond:
            // Only the leader knows that nothing comes after its end; a follower may simply be behind.
            guard leads, safety.hashCheck else { return safety.hashCheck ? .wait : .stream }
            return request.position.index > last.index ? .diverged(common: nil) : .wait
        }
    }

    mutating func progress(_ from: String, _ report: ProgressReport, _ now: Instant, _ out: inout [ReplicaAction]) {
        guard feeds[from] != nil, leads || isInStep, report.term == record.term || !safety.termCheck else { return }
        var news: [ProgressReport.Item] = []
        for item in report.items.prefix(LeadershipBounds.membersMax) where item.name != name {
            let before = progress[item.name]?.durable
            guard before != nil || progress.count < LeadershipBounds.membersMax else { continue }
            progress[item.name] = Progress(durable: max(before ?? .zero, item.durable), heardAt: now)
            if item.durable > before ?? .zero || before == nil { news.append(item) }
        }
        if leads, let candidate = handoff?.order.candidate, let item = progress[candidate] {
            step(.lag(last.index.distance(after: item.durable)), now, &out)
        }
        if leads { advance(now, &out) } else if !news.isEmpty { sayProgress(news, &out) }
    }
}
