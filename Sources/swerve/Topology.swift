import Core

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
      name: "agent", reads: ["sensors"], writes: [Topic.sightings],
      decides: "what happened; what may leave the car"),
    Stage(
      name: "issuer", reads: [Topic.accounts], writes: [],
      decides: "which cameras get a credential today, blind"),
    Stage(
      name: "admission", reads: [Topic.sightings], writes: [Topic.admitted, Topic.rejected],
      decides: "is the proof good, is it plausible, is it late; which directed place"),
    Stage(
      name: "inference", reads: [Topic.admitted], writes: [Topic.hazards, Topic.rejected],
      decides: "when a place is hazardous, of which kind, how sure, until when"),
    Stage(
      name: "alerts", reads: [Topic.hazards], writes: [],
      decides: "which drivers hear of it, by the tiles they listen to"),
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

  /// One line a stage: `admission   network.sightings -> network.admitted, network.rejected   is the proof good …`
  static var description: String {
    func pad(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    return stages.map { stage in
      let writes = stage.writes.isEmpty ? "(people)" : stage.writes.joined(separator: ", ")
      return "\(pad(stage.name, 10))  \(pad(stage.reads.joined(separator: ", "), 18)) -> \(pad(writes, 36))  \(stage.decides)"
    }.joined(separator: "\n")
  }
}
