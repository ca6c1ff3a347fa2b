import Core
import Foundation
import Recordings
import Testing

@testable import swerve

@Suite("The table of a replay")
struct ReplayInputTests {
  private func status(_ lines: [String], header: String? = SightingsFile.header) async throws -> swerve.ExitStatus {
    let file = try SightingsFile(lines, header: header)
    let status = await Swerve.run(["replay", "sightings", file.input, "-o", file.output, "--trusted"])
    if status != .success { #expect(!FileManager.default.fileExists(atPath: file.output)) }
    return status
  }

  @Test func `an empty file, a header alone and a table of nothing but bad rows are data errors`() async throws {
    #expect(try await status([], header: nil) == .data)
    #expect(try await status([]) == .data)
    #expect(try await status(["a,b,c,d,e,f,g"]) == .data)
    #expect(try await status(["camera,t,lat,lon,course,kind,peak_g"]) == .data)
  }

  @Test func `a missing column is a data error that names it`() async throws {
    #expect(try await status(Braking.crowd(10).lines, header: "camera,time,lat,lon,course,kind,peak_g") == .data)
    let bytes = Array("camera,time,lat,lon,course,peak_g\n".utf8)
    let fault = #expect(throws: RecordingFault.self) {
      try SightingTable(name: "table", bytes: MemoryByteSource(bytes))
    }
    #expect(fault?.reason == "the header has no column t, kind")
  }

  @Test func `files that are not there or not writable have their own status`() async throws {
    let file = try SightingsFile(Braking.crowd(2).lines)
    #expect(await Swerve.run(["replay", "sightings", file.folder + "/none.csv", "-o", file.output]) == .noInput)
    #expect(await Swerve.run(["replay", "sightings", file.folder, "-o", file.output]) == .noInput)
    #expect(
      await Swerve.run(["replay", "sightings", file.input, "-o", file.folder + "/none/out.csv"]) == .cannotCreate)
    #expect(await Swerve.run(["replay", "sightings", file.input, "-o", file.folder]) == .cannotCreate)
    #expect(await Swerve.run(["replay", "sightings"]) == .usage)
    #expect(await Swerve.run(["replay", "sightings", file.input, "--minimum-cameras", "1"]) == .usage)
    #expect(await Swerve.run(["replay", "sightings", file.input, "--nonsense"]) == .usage)
  }

  @Test func `bad rows are skipped and told with line, field, reason and hint`() throws {
    let good = Braking(camera: "a", seconds: Braking.start).line
    let bad = [
      "a,notatime,46,-30,90,hard_braking,0.4", "a,1800000000000,46,-30,90,hard_braking,0.4",
      "a,-5,46,-30,90,hard_braking,0.4",
      "a,1800000000,91,-30,90,hard_braking,0.4", "a,1800000000,46,-181,90,hard_braking,0.4",
      "a,1800000000,46,-30,nan,hard_braking,0.4", "a,1800000000,46,-30,90,jumping,0.4",
      "a,1800000000,46,-30,90,hard_braking,-0.4", ",1800000000,46,-30,90,hard_braking,0.4", "a,1800000000,46,-30,90",
      "\(String(repeating: "x", count: 300)),1800000000,46,-30,90,hard_braking,0.4",
      "a,1e300,46,-30,90,hard_braking,0.4",
      "of a bad row,1800000000,46,-30,90,hard_braking,none",
    ]
    let text = ([SightingsFile.header, good] + bad + ["", good]).joined(separator: "\r\n")
    let table = try SightingTable(name: "table", bytes: MemoryByteSource(Array(text.utf8), piece: 7))
    #expect(table.rows.count == 2 && table.cameras == ["a"])
    #expect(table.report.lines == 15 && table.report.skippedLines == 13)
    #expect(table.report.problems.map(\.line) == Array(3...15))
    #expect(
      table.report.problems.map(\.fault.field)
        == ["t", "t", "t", "lat", "lon", "course", "kind", "peak_g", "camera", nil, "camera", "t", "peak_g"])
    #expect(table.report.problems.allSatisfy { !$0.fault.hint.isEmpty && !$0.description.contains("46") })
  }

  @Test func `only the first twenty bad rows are told`() throws {
    let text = ([SightingsFile.header, Braking(camera: "a", seconds: 1).line] + Array(repeating: "x", count: 50))
      .joined(separator: "\n")
    let table = try SightingTable(name: "table", bytes: MemoryByteSource(Array(text.utf8)))
    #expect(ReplaySummary.problems(table.report).count == 21)
    #expect(ReplaySummary.problems(table.report).last == "and 30 more like these")
  }

  @Test func `rows come out in one order, whatever theirs was`() throws {
    let lines = [
      "b,2,46,-30,90,hard_braking,0.4", "a,2,46,-30,90,hard_braking,0.4", "c,1.5,46,-30,90,hard_braking,0.4",
      "a,2,46,-30,90,hard_braking,0.3", "a,2,46,-30,,slow,",
    ]
    func rows(_ lines: [String]) throws -> [String] {
      let text = ([SightingsFile.header] + lines).joined(separator: "\n")
      let table = try SightingTable(name: "table", bytes: MemoryByteSource(Array(text.utf8)))
      #expect(table.cameras == ["a", "b", "c"])
      return table.rows.map {
        "\(table.cameras[Int($0.camera)]) \($0.time.milliseconds) \($0.kind.name) \($0.peak?.g ?? -1) \($0.course?.degrees ?? -1)"
      }
    }
    let expected = [
      "c 1500 hard_braking 0.4 90.0", "a 2000 hard_braking 0.3 90.0", "a 2000 hard_braking 0.4 90.0",
      "a 2000 slow -1.0 -1.0",
      "b 2000 hard_braking 0.4 90.0",
    ]
    #expect(try rows(lines) == expected)
    #expect(try rows(lines.reversed()) == expected)
  }

  @Test func `peaks stand where their kind has them`() throws {
    func peaks(_ kind: SightingKind) throws -> [Float]? {
      let text = "\(SightingsFile.header)\na,1,46,-30,90,\(kind.name),0.5"
      let table = try SightingTable(name: "table", bytes: MemoryByteSource(Array(text.utf8)))
      return table.rows[0].peaks.map { [$0.deceleration.g, $0.lateral.g, $0.vertical.g] }
    }
    #expect(
      try peaks(.hardBraking) == [0.5, 0, 0] && peaks(.impact) == [0.5, 0, 0] && peaks(.nearMiss) == [0.5, 0, 0])
    #expect(try peaks(.swerving) == [0, 0.5, 0] && peaks(.roughRoad) == [0, 0, 0.5])
  }

  @Test func `what the network would refuse is counted by its reason`() async throws {
    let lines =
      Braking.crowd(10).lines + [
        "a,1800000000,46,-30,90,hard_braking,", "a,1800000000,46,-30,90,hard_braking,9",
        "a,1800000000,46,-30,,hard_braking,0.4",
        "a,1800000000,46,-30,90,unspecified,0.4", "a,1800000000,46,-30,90,hard_braking,1e39",
      ]
    let text = ([SightingsFile.header] + lines).joined(separator: "\n")
    let table = try SightingTable(name: "table", bytes: MemoryByteSource(Array(text.utf8)))
    let outcome = try await SightingReplay(table, rule: HazardRule(), trusted: true).run()
    #expect(outcome.admitted == 10)
    #expect(outcome.refused == ["implausible": 2, "invalid": 2, "unknown_kind": 1])
    #expect(
      ReplaySummary.summary(table, outcome) == """
        rows 15, skipped 0, cameras 11
        admitted 10, refused 5 (implausible 2, invalid 2, unknown_kind 1)
        hazards 1, confirmed 1, revisions \(outcome.revisions.count)
        """)
  }

  @Test(
    arguments: [
      (0, 3, "0.000"), (5, 3, "0.005"), (-5, 2, "-0.05"), (1_800_000_000_123, 3, "1800000000.123"),
      (-300_000_001, 7, "-30.0000001"), (Int64.min, 3, "-9223372036854775.808"),
    ] as [(Int64, Int, String)])
  func `numbers are written with all their places`(value: Int64, places: Int, text: String) {
    #expect(HazardTable.decimal(value, places: places) == text)
  }
}
