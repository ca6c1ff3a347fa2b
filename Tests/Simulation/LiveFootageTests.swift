import Core
import Foundation
import Glibc
import TestSupport
import Testing

@testable import swerve

/// A live device and its folder of films, which fills while it drives.
@Suite(
  "Footage of a live device",
  .enabled(if: TestPostgres.isInstalled, Comment(rawValue: TestPostgres.missing)))
struct LiveFootageTests {
  static let braking = 60

  @Test func `is brought away while the device goes on, once its file is there`() async throws {
    try await onOwnThread {
      let (broker, secret, folder) = (try Broker(.embedded), try IssuerSecretFile(), try TemporaryFolder())
      let archive = try ArchiveProcesses(broker)
      let camera = try CameraProcess(broker, issuerSecret: secret.path, archive: archive.keys)
      try archive.start(.clips)
      try archive.waitUntilReady(.clips)
      let films = folder.path + "/films"
      try FileManager.default.createDirectory(atPath: films, withIntermediateDirectories: true)
      let pipe = try Pipe(folder.path + "/device")
      let start = Timestamp(milliseconds: SystemClock().now().milliseconds / 1_000 * 1_000)
      let recorded = RecordedDrive(start: start, home: Story.homes[0], seconds: 400, brakings: [Self.braking])
      var lines = recorded.jsonLines.split(separator: "\n").makeIterator()
      var last: Substring = ""
      // At its end it stands there and says the same again.
      func drive(on count: Int) {
        for _ in 0..<count {
          last = lines.next() ?? last
          pipe.write(last + "\n")
        }
      }

      let agent = try camera.start(
        "-", input: pipe.path, recordedTime: false, uploads: ["--clips", films, "--uploads", archive.clipsAddress])
      // Twice as far as the braking; the camera has closed no file yet.
      drive(on: 2 * Self.braking * 26)
      let bytes = MovieFile.bytes(seconds: 20, created: start + .seconds(Int64(Self.braking) - 10))
      try Data(bytes).write(to: URL(fileURLWithPath: films + "/front.mp4"))
      try Patience.wait(for: "the clip is received: \(agent.text)", every: RecordedRun.query) {
        drive(on: 26)
        return try archive.personal("SELECT count(*) FROM clips.clips WHERE received_at IS NOT NULL") == "1"
      }
      #expect(try agent.hasEnded() == nil)
      pipe.close()
      try camera.finish(agent)
      // At the end of the input the drive's own footage follows.
      try Patience.wait(for: "the drive's footage is received", every: RecordedRun.query) {
        try archive.personal("SELECT kind FROM clips.clips WHERE received_at IS NOT NULL ORDER BY kind") == "1\n2"
      }
      #expect(try archive.end() == [])
    }
  }

  /// A named pipe that one program reads.
  private struct Pipe {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws {
      self.path = path
      guard unsafe mkfifo(path, 0o600) == 0 else { throw ArchiveProcesses.Refused(reason: "mkfifo: errno \(errno)") }
      // For both, so that neither side waits for the other.
      descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
      guard descriptor >= 0 else { throw ArchiveProcesses.Refused(reason: "open: errno \(errno)") }
    }

    func write(_ text: String) {
      var bytes = Array(text.utf8)[...]
      while !bytes.isEmpty {
        let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard written > 0 else { return }
        bytes = bytes.dropFirst(written)
      }
    }

    func close() { Glibc.close(descriptor) }
  }
}
