import Core
import Credentials
import Foundation
import TestSupport

@testable import swerve

/// Films of some of the recorded brakings, with bytes planted in them that nobody else has.
struct RecordedFootage {
  struct Film {
    var path: String
    var sha256: [UInt8]
    /// Seconds since 1970.
    var braking: Double
  }

  let folder: String
  private(set) var films: [Film] = []
  /// Planted in every film, at places that no chunk ends at.
  let canary: [UInt8]
  /// Stands in the name of each film.
  let alias = "grandmothers-red-wagon"

  init(folder: String) throws {
    self.folder = folder
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var chance = SeededGenerator(seed: 0xCA9A)
    canary = (0..<32).map { _ in UInt8.random(in: 0...255, using: &chance) }
    for row in try RecordedColumns.drives.get().hardBrakings.confirmed.prefix(RecordedRun.films) {
      var content: [UInt8] = []
      content.reserveCapacity(RecordedRun.filmByteCount)
      while content.count < RecordedRun.filmByteCount {
        let word = chance.next()
        for shift in stride(from: 0, to: 64, by: 8) { content.append(UInt8(truncatingIfNeeded: word >> shift)) }
      }
      for place in stride(from: 1_000, to: content.count - canary.count, by: 1_000_003) {
        content.replaceSubrange(place..<place + canary.count, with: canary)
      }
      // Ten seconds before the braking, to the second, as cameras name their files.
      let from = Int64(row.time) - 10
      let name = Self.digits(from) + "-" + alias + ".mp4"
      let bytes = MovieFile.bytes(seconds: RecordedRun.filmSeconds, created: nil, content: content)
      try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
      films.append(Film(path: folder + "/" + name, sha256: Digest.sha256(bytes), braking: row.time))
    }
  }

  private static func digits(_ seconds: Int64) -> String {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(secondsFromGMT: 0)
    format.dateFormat = "yyyyMMddHHmmss"
    return format.string(from: Date(timeIntervalSince1970: Double(seconds)))
  }

  /// As the owner does: signs in with a link, and takes the clip of each event.
  /// - Returns: whether each is what was filmed.
  func download(from archive: ArchiveProcesses, account: RecordID) throws -> [Bool] {
    let folder = try TemporaryFolder()
    let port = try FreePort.take()
    let base = "http://127.0.0.1:\(port)"
    let front = try RunningSwerve(
      ["run", "archive", "--port", String(port)] + archive.keys, output: folder.path + "/archive.log")
    defer { _ = try? front.end(signal: 2) }
    try Patience.wait(for: "the archive answers: \(front.text)") {
      try ChildProcess.run("/usr/bin/curl", ["-sf", base + "/readyz"], output: "/dev/null") == 0
    }
    let link = try SwerveProgram.run(
      ["access", "link", "--account", account.hexadecimal, "--base", base] + archive.database)
    let jar = folder.path + "/jar"
    func get(_ address: String, to name: String) throws {
      let status = try ChildProcess.run(
        "/usr/bin/curl", ["-s", "-b", jar, "-c", jar, "-o", folder.path + "/" + name, address], output: "/dev/null")
      guard status == 0 else { throw ArchiveProcesses.Refused(reason: "curl ended with \(status)") }
    }
    try get(link.output.trimmingCharacters(in: .whitespacesAndNewlines), to: "session")
    return try films.map { film in
      let id = try archive.personal(
        """
        SELECT encode(clip_id, 'hex') FROM personal.clips JOIN personal.events USING (event_id)
          WHERE abs(extract(epoch FROM happened_at) - \(film.braking)) < 2.5
            AND recorded_from < happened_at AND happened_at < recorded_until
        """
      ).split(separator: "\n").first.map(String.init)
      guard let id else { return false }
      try get("\(archive.clipsAddress)/v1/clips/\(id)/content", to: id)
      return try Digest.sha256(Array(Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(id)")))) == film.sha256
    }
  }
}
