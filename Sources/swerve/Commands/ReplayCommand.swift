import Core
import Foundation
import Recordings

extension Command {
  static let replaySightings = Command(
    name: "replay sightings", summary: "tell what the network would have said about recorded sightings",
    discussion: """
      Reads a CSV with the columns camera,t,lat,lon,course,kind,peak_g (in any order; - is standard input; gzip is
      recognized), sends every row through credentials, codec, log, admission and inference in event time, and writes
      the hazards, one line for each revision:

        \(HazardTable.header)

      t is in seconds since 1970, rows may come in any order, kinds are
      \(SightingKind.names.dropFirst().joined(separator: ", ")).
      Rows that cannot be read are told and skipped; what the network would have refused is counted by its reason.
      Exit status: 65 the table cannot be used, 66 it cannot be opened, 73 the output cannot be written.
      """,
    shape: CommandLineShape(
      options: [
        Option(name: "--output", value: "FILE", help: "where the hazards go (-o); standard output without it"),
        Option(name: "--trusted", value: nil, help: "without credentials: believe the camera column"),
        Option(name: "--minimum-cameras", value: "N", help: "distinct cameras that open a hazard, 2 to 10 (10)"),
      ], operands: "FILE.csv", operandCount: 1...1)
  ) { arguments in
    var rule = HazardRule()
    rule.minimumCameras = try arguments.integer("--minimum-cameras", in: 2...10) ?? rule.minimumCameras
    let output = try ReplayOutput(arguments.text("--output"))
    let table = try sightings(arguments.operands[0])
    ReplaySummary.problems(table.report).forEach(Console.note)
    let outcome = try await SightingReplay(table, rule: rule, trusted: arguments.has("--trusted")).run()
    try output.write(HazardTable.csv(outcome.revisions))
    Console.note(ReplaySummary.summary(table, outcome))
  }

  private static func sightings(_ path: String) throws(CommandFailure) -> SightingTable {
    let source: any ByteSource
    if path == "-" {
      source = FileByteSource(borrowing: 0, name: "standard input")
    } else {
      if Files.isFolder(path) {
        throw CommandFailure(.noInput, "\(path) is a folder; give the file itself")
      }
      do { source = try FileByteSource(path: path) } catch { throw CommandFailure(.noInput, error.description) }
    }
    do {
      return try SightingTable(name: path == "-" ? "standard input" : path, bytes: source)
    } catch {
      throw CommandFailure(.data, error.description)
    }
  }
}
