import Agent
import Core
import Credentials
import Foundation
import FoundationNetworking
import Ports
import Recordings
import Sealing

/// Brings a camera's footage to the clip service: around incidents first, then drives, each from where it stopped. Blocks
/// the camera's own thread.
struct ClipUploader {
  /// Bytes of one request. An acknowledged one is not sent again.
  static let pieceByteCount = 4 << 20
  /// Requests that may fail one after the other before the rest is left for the next start.
  static let maximumFailures = 5
  /// Between two of them.
  static let pause = 0.5
  /// How long one request may take.
  static let timeout = 60.0

  let address: URL
  let camera: PairedCamera
  let clock: any WallClock

  /// Nil for text that is no http or https address.
  init?(address: String, camera: PairedCamera, clock: any WallClock = SystemClock()) {
    guard let url = BlockingRequest.address(address) else { return nil }
    self.address = url
    self.camera = camera
    self.clock = clock
  }

  /// What came of one file.
  enum Outcome: Equatable {
    case done
    /// It stays to be done: no network, no room, a service that is down.
    case later(String)
    /// It will never be taken.
    case refused(String)
  }

  /// Declares and uploads what waits, and strikes what is done.
  /// - Parameters:
  ///   - until: footage that goes on after this is not complete yet, and waits.
  ///   - footage: the files for a piece of work, in its time. Where there are none, there is nothing to wait for.
  ///   - flush: sends the declarations.
  /// - Returns: whether nothing waits any more.
  func run(
    _ service: AgentService, until: Timestamp = .distantFuture, footage: (ClipWork) -> [FootageFile],
    flush: () throws -> Void
  ) throws -> Bool {
    let pending = try service.pendingClips()
    let complete = pending.filter { $0.work.until <= until }
    for waiting in complete {
      for file in footage(waiting.work) {
        let id = try service.clipID(waiting.work, from: file.from, byteCount: file.byteCount)
        if case .done = try service.upload(of: id) { continue }
        guard let sha256 = file.sha256() else {
          Console.note("agent: a file of the footage cannot be read")
          return false
        }
        try service.declare(id, declaration(of: file, waiting.work, sha256))
        try flush()
        switch upload(file, as: id, kind: waiting.work.kind) {
        case .done: try service.setUpload(of: id, .done)
        case .refused(let reason): Console.note("agent: a clip was refused: \(reason)")
        case .later(let reason):
          Console.note("agent: \(reason); the rest of the footage is uploaded later")
          return false
        }
      }
      try service.finishClip(waiting)
    }
    return complete.count == pending.count
  }

  private func declaration(of file: FootageFile, _ work: ClipWork, _ sha256: [UInt8]) -> ClipEvent.Declaration {
    ClipEvent.Declaration(
      kind: UInt32(work.kind.rawValue), driveID: work.driveID, incidentID: work.incidentID,
      byteCount: UInt64(file.byteCount), sha256: sha256, mediaType: file.mediaType, recordedFrom: file.from,
      recordedUntil: file.until, triggerOffset: work.kind == .event ? work.trigger - file.from : .zero)
  }

  // MARK: tus 1.0.0

  func upload(_ file: FootageFile, as id: RecordID, kind: ClipWork.Kind) -> Outcome {
    let path = "/v1/uploads/\(id.hexadecimal)"
    var isCreated = false
    var failures = 0
    var last = ""
    while failures < Self.maximumFailures {
      if failures > 0 { Thread.sleep(forTimeInterval: Self.pause) }
      if !isCreated {
        let metadata = "clip \(Self.base64(id.hexadecimal)),kind \(Self.base64(kind == .event ? "event" : "drive"))"
        let answer = exchange(
          "POST", "/v1/uploads", ["Upload-Length": String(file.byteCount), "Upload-Metadata": metadata])
        switch answer?.status {
        // 409: it is whole already, which the offset tells.
        case 201, 409: isCreated = true
        case 507: return .later("there is no room for a clip")
        case 400, 413: return .refused("HTTP \(answer?.status ?? 0)")
        default:
          (failures, last) = (failures + 1, Self.words(answer?.status))
          continue
        }
      }
      let state = exchange("HEAD", path, [:])
      guard state?.status == 200, let offset = state?.offset, offset <= file.byteCount else {
        if state?.status == 404 { return .refused("another clip has its id, or it was removed") }
        (failures, last) = (failures + 1, Self.words(state?.status))
        continue
      }
      if send(file, path, from: offset, &failures, &last) { return .done }
    }
    return .later("the clip service does not take a clip (\(last))")
  }

  /// - Returns: whether it is whole.
  private func send(
    _ file: FootageFile, _ path: String, from start: Int64, _ failures: inout Int, _ last: inout String
  ) -> Bool {
    var offset = start
    while offset < file.byteCount {
      guard let piece = file.read(at: offset, limit: Self.pieceByteCount), !piece.isEmpty else {
        (failures, last) = (Self.maximumFailures, "its file cannot be read")
        return false
      }
      let digest = MessageDigest(.sha256)
      digest.update(piece.span)
      let answer = exchange(
        "PATCH", path,
        [
          "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream",
          "Upload-Checksum": "sha256 \(Data(digest.value).base64EncodedString())",
        ], Data(piece))
      guard answer?.status == 204, let landed = answer?.offset else {
        (failures, last) = (failures + 1, Self.words(answer?.status))
        return false
      }
      (offset, failures) = (landed, 0)
    }
    return true
  }

  private func exchange(
    _ method: String, _ path: String, _ fields: [String: String], _ body: Data? = nil
  ) -> (status: Int, offset: Int64?)? {
    var generator = SystemRandomNumberGenerator()
    let asked = UploadAuthorization(
      vehicleID: camera.vehicleID, time: clock.now(), nonce: RecordID.random(using: &generator))
    var message = URLRequest(url: address.appendingPathComponent(path), timeoutInterval: Self.timeout)
    message.httpMethod = method
    message.httpBody = body
    message.setValue("1.0.0", forHTTPHeaderField: "Tus-Resumable")
    message.setValue(
      asked.fieldValue(signature: camera.device.sign(asked.signedBytes(method: method, path: path))),
      forHTTPHeaderField: "Authorization")
    for (name, value) in fields { message.setValue(value, forHTTPHeaderField: name) }
    guard let (response, _) = BlockingRequest.send(message) else { return nil }
    return (response.statusCode, response.value(forHTTPHeaderField: "Upload-Offset").flatMap { Int64($0) })
  }

  private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
  private static func words(_ status: Int?) -> String { status.map { "HTTP \($0)" } ?? "no answer" }
}

extension FootageFile {
  /// Nil: it cannot be read, or is not as long as it was.
  func sha256() -> [UInt8]? {
    let digest = MessageDigest(.sha256)
    var offset: Int64 = 0
    while offset < byteCount {
      guard let piece = read(at: offset, limit: ClipUploader.pieceByteCount), !piece.isEmpty else { return nil }
      digest.update(piece.span)
      offset += Int64(piece.count)
    }
    return digest.value
  }
}

extension Footage {
  /// The files for a piece of work of a recording that was moved in time, in the time of the work.
  func files(for work: ClipWork, movedBy shift: Timestamp.Span) -> [FootageFile] {
    files(from: work.from - shift, until: work.until - shift)
      .filter { work.kind == .drive || $0.covers(work.trigger - shift) }.map { $0.moved(by: shift) }
  }
}
