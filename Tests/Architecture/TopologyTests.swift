import Foundation
import Ports
import TestSupport
import Testing

@testable import swerve

@Suite("The flow")
struct TopologyTests {
  @Test func `is printed in ARCHITECTURE as the program prints it`() throws {
    let page = try Tree.text("ARCHITECTURE.md")
    let blocks = page.split(separator: "```").map { $0.trimmingCharacters(in: .newlines) }
    #expect(blocks.contains(Topology.description))
  }

  @Test func `has the topics of the schema, each with its settings`() throws {
    let document = try JSONDecoder().decode(JSONValue.self, from: Data(Tree.text("schemas/topics.json").utf8))
    let stated = (document["topics"]?.items ?? []).map { topic in
      let settings = (topic["settings"]?.members ?? [:]).compactMapValues(\.text)
      return
        "\(topic["name"]?.text ?? "") \(Int(topic["partitions"]?.number ?? 0)) \(settings.sorted { $0.key < $1.key })"
    }
    let made = Topology.topics.map { topic in
      "\(topic.name) \(topic.partitions) \(topic.settings.sorted { $0.key < $1.key })"
    }
    #expect(stated == made)
    for topic in document["topics"]?.items ?? [] {
      #expect(topic["key"]?.text?.isEmpty == false)
      let message = try #require(topic["value"]?.text?.split(separator: ".").last)
      let schema = try Tree.text("schemas/events/\(topic["name"]?.text?.split(separator: ".").first ?? "").proto")
      #expect(schema.contains("message \(message) {"))
    }
  }

  @Test func `names no topic that is not there`() {
    let known = Set(Topology.topics.map(\.name) + ["sensors"])
    for stage in Topology.stages { #expect(known.isSuperset(of: stage.reads + stage.writes), "\(stage.name)") }
  }

  @Test func `has a folder for each of its stages, and no other`() {
    let folders = Set(LayeringTests.stages.map { $0.lowercased() }).subtracting(["runtime"])
    #expect(Set(Topology.stages.map(\.name)) == folders)
  }

  @Test func `tells recorded time apart in the settings of time only`() {
    for (usual, recorded) in zip(Topology.topics, Topology.topicsOfRecordedTime) {
      #expect(recorded.settings["message.timestamp.type"] == "CreateTime")
      // A broker refuses what lies more than an hour ahead of its clock: an exposure of recorded time may.
      #expect(recorded.settings["message.timestamp.after.max.ms"] == "9223372036854775807")
      #expect(recorded.settings["retention.ms"] ?? "-1" == "-1")
      let changed = usual.settings.filter { recorded.settings[$0.key] != $0.value }.keys
      #expect(Set(changed).isSubset(of: ["message.timestamp.type", "retention.ms"]))
      #expect(usual.name == recorded.name && usual.partitions == recorded.partitions)
    }
  }
}
