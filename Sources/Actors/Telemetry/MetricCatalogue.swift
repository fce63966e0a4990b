/// The metrics that every service has.
public enum MetricCatalogue {
    public static let info = MetricDescription(
        "synapse_info", .gauge, labels: ["service", "name", "version"], help: "Always 1; its labels say what runs.")
    public static let startTime = MetricDescription(
        "synapse_start_time_seconds", .gauge, help: "When the process started, as a UNIX time.")
    public static let isReady = MetricDescription("synapse_ready", .gauge, help: "1 while the service takes calls.")
    public static let isLeader = MetricDescription("synapse_leader", .gauge, help: "1 while the service leads.")
    public static let isReadOnly = MetricDescription("synapse_read_only", .gauge, help: "1 while the service takes no writes.")
    public static let nexusIndex = MetricDescription("synapse_nexus_index", .gauge, help: "The index of the last entry applied.")
    public static let nexusTerm = MetricDescription("synapse_nexus_term", .gauge, help: "The term of the last entry applied.")
    public static let nexusLag = MetricDescription(
        "synapse_nexus_lag_entries", .gauge, help: "Entries that the leader has and this service has not yet.")
    public static let followerLag = MetricDescription(
        "synapse_nexus_follower_lag_entries", .gauge, labels: ["follower"], help: "Entries that a follower has not yet confirmed.")
    public static let commitSeconds = MetricDescription(
        "synapse_nexus_commit_seconds", .histogram(.seconds), help: "How long a group commit took to reach the disk.")
    public static let commitEntries = MetricDescription(
        "synapse_nexus_commit_entries", .histogram(.count), help: "How many entries shared a commit.")
    public static let storeBytes = MetricDescription("synapse_store_bytes", .gauge, help: "The size of the storage.")
    public static let snapshotAge = MetricDescription(
        "synapse_store_snapshot_age_commits", .gauge,
        help: "Commits since the oldest read snapshot began; an old one keeps freed pages from reuse.")
    public static let diskFree = MetricDescription("synapse_disk_free_bytes", .gauge, help: "Free space where the service keeps its data.")
    public static let links = MetricDescription("synapse_links", .gauge, labels: ["direction"], help: "Open links, by who opened them.")
    public static let linkBytes = MetricDescription(
        "synapse_link_bytes_total", .counter, labels: ["direction"], help: "Bytes over all links.")
    public static let linkFrames = MetricDescription(
        "synapse_link_frames_total", .counter, labels: ["direction"], help: "Frames over all links.")
    public static let calls = MetricDescription(
        "synapse_calls_total", .counter, labels: ["message", "result"], help: "Calls served, by their result.")
    public static let callSeconds = MetricDescription(
        "synapse_call_seconds", .histogram(.seconds), labels: ["message"], help: "How long calls took.")
    public static let tasks = MetricDescription("synapse_tasks", .gauge, help: "Running tasks.")
    public static let actorRestarts = MetricDescription(
        "synapse_actor_restarts_total", .counter, help: "Actors that a supervisor started again.")
    public static let logLines = MetricDescription("synapse_log_lines_total", .counter, labels: ["level"], help: "Lines logged, by level.")

    /// All of them.
    public static let all: [MetricDescription] = [
        info, startTime, isReady, isLeader, isReadOnly, nexusIndex, nexusTerm, nexusLag, followerLag, commitSeconds, commitEntries,
        storeBytes, snapshotAge, diskFree, links, linkBytes, linkFrames, calls, callSeconds, tasks, actorRestarts, logLines,
    ]
}
