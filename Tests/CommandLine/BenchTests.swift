import Foundation
import TestSupport
import Testing

@Suite("Measuring beside a plain way", .enabled(if: FileManager.default.fileExists(atPath: "/usr/lib/postgresql")))
struct BenchTests {
  /// One of the benches that have a private PostgreSQL, run small.
  struct Small: CustomTestStringConvertible, Sendable {
    var name: String
    var events: Int
    /// Workloads beside subject and reference.
    var others: Int
    var facts: Set<String>
    /// Whether it tells how long single events took.
    var hasLatency = false
    var testDescription: String { name }

    static let all = [
      Small(name: "projections", events: 100, others: 4, facts: ["path", "copy", "log", "records", "durability"]),
      Small(name: "clips", events: 5, others: 2, facts: ["path", "ledger", "piece_bytes", "http"]),
      Small(
        name: "api", events: 8, others: 5, facts: ["path", "connections", "trips", "pages", "page_rows"],
        hasLatency: true),
    ]
  }

  @Test(arguments: Small.all)
  func `a bench tells both rates and their ratio, and leaves nothing behind`(_ bench: Small) async throws {
    let run = try await onOwnThread { try Self.run(bench) }
    #expect(run.status == 0)
    let report = try JSONDecoder().decode(JSONValue.self, from: run.output)
    #expect(report["bench"]?.text == bench.name)
    #expect(bench.facts.isSubset(of: Set(report["facts"]?.members.keys ?? [:].keys)))
    let (subject, reference) = (try #require(report["subject"]), try #require(report["reference"]))
    let others = try #require(report["others"]?.items)
    #expect(others.count == bench.others)
    for figures in [subject, reference] + others {
      let rate = try #require(figures["events_per_s"]?.number)
      #expect(rate > 0 && figures["events_per_s_by_reference"] != nil)
      guard bench.hasLatency else { continue }
      let (p50, p99) = (figures["latency"]?["p50_ms"]?.number, figures["latency"]?["p99_ms"]?.number)
      #expect(try #require(p50) > 0 && (try #require(p99)) >= (try #require(p50)))
    }
    #expect(report["ratio"]?["wall"]?.number == subject["events_per_s_by_reference"]?.number)
    // The database does a part of the work: this process's CPU time says nothing of it.
    #expect(report["ratio"]?["cpu"] == .null)
    // A watcher may be just about to remove what is gone already.
    try await Waiting.until("an empty folder", seconds: 30) {
      try FileManager.default.contentsOfDirectory(atPath: run.folder.path) == []
    }
  }

  private struct Run: Sendable {
    var status: Int32
    var output: Data
    /// Where it had its temporary files.
    var folder: TemporaryFolder
  }

  private static func run(_ bench: Small) throws -> Run {
    let (folder, output) = (try TemporaryFolder(), try TemporaryFolder())
    // The server runs as another user where this process is root.
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    let path = output.path + "/report"
    let status = try ChildProcess.run(
      "/bin/sh",
      [
        "-c", "export TMPDIR=\"$0\"; exec \"$@\"", folder.path, BuiltProgram.path, "bench", bench.name, "--events",
        "\(bench.events)", "--without-instructions",
      ], output: path)
    return Run(status: status, output: try Data(contentsOf: URL(fileURLWithPath: path)), folder: folder)
  }
}
