import Agent
import Core
import Foundation
import Testing

@Suite("An inspection")
struct InspectionTests {
  static func objects(_ drive: BrakingDrive, consent: Bool = true) throws -> [[String: Any]] {
    var inspection = Inspection(consent: consent, hash: AgentProcess.hash)
    let lines = inspection.absorb(drive.readings()) + inspection.finish()
    let encoder = JSONEncoder()
    return try lines.map { line in
      let object = try JSONSerialization.jsonObject(with: encoder.encode(line))
      return try #require(object as? [String: Any])
    }
  }

  @Test func `tells drives, events and the sum`() throws {
    var drive = BrakingDrive()
    drive.shocks = [190]
    let objects = try Self.objects(drive)
    #expect(
      objects.map { $0["line"] as? String } == [
        "drive_started", "event", "event", "event", "event", "drive_ended", "summary",
      ])
    let summary = try #require(objects.last)
    #expect(summary["incidents"] as? [String: Int] == ["hard_braking": 3])
    #expect(summary["sightings"] as? [String: Int] == ["hard_braking": 3])
    #expect(summary["withheld"] as? [String: Int] == ["contradicted_by_gps": 1])
    #expect(summary["readings"] as? Int == 602)
    #expect(summary["drives"] as? Int == 1)
  }

  @Test func `shows every field that would leave, and no other`() throws {
    let event = try #require(try Self.objects(BrakingDrive()).first { $0["line"] as? String == "event" })
    let leaves = try #require(event["leaves"] as? [String: Any])
    #expect(
      Set(leaves.keys) == [
        "record_id", "lat", "lon", "course_degrees", "time_ms", "kind", "deceleration_g", "lateral_g", "vertical_g",
        "duration_ms", "speed_before_mps", "speed_after_mps", "horizontal_accuracy_m", "quality", "proof",
      ])
    #expect(leaves["kind"] as? String == "hard_braking")
    #expect(leaves["deceleration_g"] as? Double == 0.5)
    #expect(leaves["time_ms"] as? Int64 == BrakingDrive.start.milliseconds + 100_000)
    #expect(event["withheld"] == nil)
  }

  @Test func `says why something stays in the car`() throws {
    var drive = BrakingDrive()
    drive.brakings = [100]
    drive.shocks = [190]
    let events = try Self.objects(drive, consent: false).filter { $0["line"] as? String == "event" }
    let reasons = events.compactMap { ($0["withheld"] as? [String: Any])?["reason"] as? String }
    #expect(reasons == ["no_consent", "contradicted_by_gps"])
    #expect(events.allSatisfy { ($0["withheld"] as? [String: Any])?["explanation"] is String })
    #expect(events.allSatisfy { $0["leaves"] == nil })
  }
}
