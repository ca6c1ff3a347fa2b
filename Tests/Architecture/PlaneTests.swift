import Testing

@testable import swerve

/// Two planes that never meet: no record of the network can be joined with one of a driver's archive.
@Suite("The two planes")
struct PlaneTests {
  static func plane(_ topic: String) -> Substring? { topic.split(separator: ".").first }

  /// The camera is where both begin.
  @Test func `no stage but the camera's own touches topics of both`() {
    for stage in Topology.stages where stage.name != "agent" {
      let planes = Set((stage.reads + stage.writes).filter { $0 != "sensors" }.compactMap(Self.plane))
      #expect(planes.count <= 1, "\(stage.name)")
      #expect(planes.isSubset(of: ["network", "personal"]))
    }
  }

  /// Fields of a schema, without its comments.
  static func fields(_ plane: String) throws -> Set<String> {
    let text = try Tree.text("schemas/events/\(plane).proto")
    let code = text.split(separator: "\n").map { $0.prefix { $0 != "/" } }.joined(separator: "\n")
    return Set(Search(#"\b([a-z][a-z0-9_]*) = \d+"#).groups(of: code).compactMap { $0[1] })
  }

  @Test func `no record of the network names an account, a vehicle, a device, a driver or a drive`() throws {
    let names = Search("account|vehicle_|device|driver|drive_|trip|signature")
    // Vehicles seen on the road, by kilometre.
    let found = try Self.fields("network").filter { !names.ranges(of: $0).isEmpty && $0 != "vehicles_per_km" }
    #expect(found == [])
  }

  @Test func `no record of the archive names one of the network`() throws {
    let names = Search("^record_id$|hazard|sighting|presentation|^tag|^proof")
    let found = try Self.fields("personal").filter { !names.ranges(of: $0).isEmpty }
    #expect(found == [])
  }

  static let ofTheArchive: Set<String> = [
    "vehicleID", "accountID", "driverKeyID", "AccountEvent", "SealedRecord", "DriveEvent", "ClipEvent",
    "DeviceRegistry",
  ]

  @Test(arguments: ["Admission", "Inference", "Alerts", "Insights", "History"])
  func `a stage of the network does not even know the words of the archive`(stage: String) {
    for path in Tree.files(below: "Sources/Stages/\(stage)") {
      #expect(Tree.source(path).words.isDisjoint(with: Self.ofTheArchive), "\(path)")
    }
  }

  @Test func `the issuer, which knows vehicles, sees no sighting and no presentation`() {
    for path in Tree.files(below: "Sources/Stages/Issuer") {
      let words = Tree.source(path).words
      #expect(
        words.isDisjoint(with: [
          "HazardSighting", "AdmittedBatch", "HazardRevision", "Tile", "Proof", "cameraOfSighting",
        ]))
    }
  }
}
