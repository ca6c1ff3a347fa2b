import Agent
import Core
import Foundation
import Recordings

/// What the owner's cameras of the demo have filmed: real files, or a small one that ffmpeg makes.
///
/// A real file that was recorded at the time of a piece of work is taken for it. Everything else gets the next file in
/// turn, laid around the incident: a town that does not exist was filmed by nobody.
struct DemoFootage {
  /// From the beginning of a film to its incident.
  static let lead = Timestamp.Span.seconds(10)
  /// Length of the film that is made, seconds.
  static let madeSeconds = 20

  private let footage: Footage

  /// - Parameter folder: of video files with a time each.
  init(folder: String) throws {
    do { footage = try Footage(folder: folder) } catch { throw CommandFailure(.noInput, error.description) }
    guard !footage.files.isEmpty else {
      throw CommandFailure(
        .noInput,
        "\(folder) holds no video that says when it was recorded (.mp4, .m4v, .mov; in its name or its header)")
    }
  }

  /// Makes a film with ffmpeg: a pattern that moves, with the frame turned red at the incident.
  static func made(in folder: String) throws -> DemoFootage {
    try Files.makeFolder(folder, secret: true)
    let at = Int(lead.seconds)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "ffmpeg", "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i",
      "testsrc2=size=640x360:rate=15:duration=\(madeSeconds)", "-vf",
      "drawbox=color=red:thickness=16:enable='between(t,\(at),\(at + 1))'", "-c:v", "libx264", "-preset", "veryfast",
      "-pix_fmt", "yuv420p", "-movflags", "+faststart", folder + "/20260101_000000.mp4",
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    do { try process.run() } catch { throw CommandFailure(.unavailable, missing) }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CommandFailure(.unavailable, missing) }
    return try DemoFootage(folder: folder)
  }

  private static let missing =
    "ffmpeg made no film; apt-get install ffmpeg (infra/demo does it), or bring video files with --clips FOLDER"

  /// The files for a piece of work, in its time.
  /// - Parameter shift: how far the drive was moved in time.
  func files(for work: ClipWork, movedBy shift: Timestamp.Span) -> [FootageFile] {
    let filmed = footage.files(for: work, movedBy: shift)
    guard filmed.isEmpty else { return filmed }
    // By the id, so that the same work has the same film whenever it is asked.
    let turn = (work.incidentID ?? work.driveID).low % UInt64(footage.files.count)
    let file = footage.files[Int(turn)]
    let half = Timestamp.Span.milliseconds((file.until - file.from).milliseconds / 2)
    let start = work.kind == .event ? work.trigger - min(Self.lead, half) : work.from
    return [file.moved(by: start - file.from)]
  }
}
