import Core
import Ports

/// The flow, in order: the one place where stages and topics meet. `swerve topology` prints it, a test holds it against
/// ARCHITECTURE.md and `schemas/topics.json`, and the stages take their topic names from here.
enum Topology {
  struct Stage {
    var name: String
    var reads: [String]
    var writes: [String]
    var decides: String
  }

  static let stages: [Stage] = [
    Stage(
      name: "agent", reads: ["sensors"], writes: [Topic.sightings, Topic.exposures, Topic.drives, Topic.clips],
      decides: "what happened; what may leave the car"),
    Stage(
      name: "issuer", reads: [Topic.accounts], writes: [],
      decides: "which cameras get a credential today, blind"),
    Stage(
      name: "admission", reads: [Topic.sightings, Topic.exposures], writes: [Topic.admitted, Topic.rejected],
      decides: "is the proof good, is it plausible, is it late; which directed place"),
    Stage(
      name: "inference", reads: [Topic.admitted], writes: [Topic.hazards, Topic.rejected],
      decides: "when a place is hazardous, of which kind, how sure, until when"),
    Stage(
      name: "alerts", reads: [Topic.hazards], writes: [],
      decides: "which drivers hear of it, by the tiles they listen to"),
    Stage(
      name: "projections", reads: [Topic.drives, Topic.clips], writes: [],
      decides: "nothing: it folds a driver's own events into rows"),
    Stage(
      name: "clips", reads: [Topic.clips], writes: [Topic.clips],
      decides: "what footage is kept, what rolls over, who may read it"),
    Stage(
      name: "insights", reads: [Topic.admitted], writes: [],
      decides: "which figures of braking and speed may be published"),
    Stage(
      name: "history", reads: [Topic.hazards], writes: [],
      decides: "nothing: it folds hazards into rows that stay"),
  ]

  enum Topic {
    static let sightings = "network.sightings"
    static let exposures = "network.exposures"
    static let scenes = "network.scenes"
    static let admitted = "network.admitted"
    static let rejected = "network.rejected"
    static let hazards = "network.hazards"
    static let baselines = "network.baselines"
    static let drives = "personal.drives"
    static let clips = "personal.clips"
    static let accounts = "personal.accounts"
  }

  /// The topics as `schemas/topics.json` has them; a test compares.
  static let topics: [TopicSpecification] = [
    TopicSpecification(name: Topic.sightings, partitions: 12, settings: fromCameras),
    TopicSpecification(name: Topic.exposures, partitions: 12, settings: fromCameras),
    TopicSpecification(name: Topic.scenes, partitions: 3, settings: fromCameras),
    TopicSpecification(name: Topic.admitted, partitions: 12, settings: kept(hours: 48)),
    TopicSpecification(name: Topic.rejected, partitions: 1, settings: kept(hours: 7 * 24)),
    TopicSpecification(name: Topic.hazards, partitions: 12, settings: ["cleanup.policy": "compact"]),
    TopicSpecification(name: Topic.baselines, partitions: 12, settings: ["cleanup.policy": "compact"]),
    TopicSpecification(name: Topic.drives, partitions: 12, settings: keptForEver),
    TopicSpecification(name: Topic.clips, partitions: 12, settings: keptForEver),
    TopicSpecification(name: Topic.accounts, partitions: 3, settings: keptForEver),
  ]

  /// The topics where time is not the broker's (recordings, a demo faster than life): records carry the writer's time,
  /// however far from the broker's, and none is deleted for being old.
  static let topicsOfRecordedTime: [TopicSpecification] = topics.map { topic in
    var topic = topic
    topic.settings["message.timestamp.type"] = "CreateTime"
    topic.settings["message.timestamp.after.max.ms"] = String(Int64.max)
    if topic.settings["cleanup.policy"] == "delete" { topic.settings["retention.ms"] = "-1" }
    return topic
  }

  /// The broker's own time decides whether a record is late: a camera's clock is not believed.
  private static let fromCameras = kept(hours: 24).merging(
    ["max.message.bytes": "4096", "message.timestamp.type": "LogAppendTime"]) { $1 }
  private static let keptForEver = ["cleanup.policy": "delete", "retention.ms": "-1"]

  private static func kept(hours: Int) -> [String: String] {
    ["cleanup.policy": "delete", "retention.ms": "\(hours * 3_600_000)"]
  }

  static func topic(_ name: String) -> TopicSpecification? { topics.first { $0.name == name } }

  /// One line a stage: `admission   network.sightings -> network.admitted, network.rejected   is the proof good …`
  static var description: String {
    func pad(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    func writes(_ stage: Stage) -> String { stage.writes.isEmpty ? "(people)" : stage.writes.joined(separator: ", ") }
    let columns: [(Stage) -> String] = [{ $0.name }, { $0.reads.joined(separator: ", ") }, writes]
    let widths = columns.map { column in stages.map { column($0).count }.max() ?? 0 }
    return stages.map { stage in
      let cells = zip(columns, widths).map { pad($0(stage), $1) }
      return "\(cells[0])  \(cells[1]) -> \(cells[2])  \(stage.decides)"
    }.joined(separator: "\n")
  }
}
