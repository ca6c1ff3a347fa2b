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
  let footage: Footage

  /// Nil for text that is no http or https address.
  init?(address: String, camera: PairedCamera, footage: Footage) {
    guard let url = URL(string: address), ["http", "https"].contains(url.scheme), url.host != nil else { return nil }
    self.address = url
    self.camera = camera
    self.footage = footage
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
  ///   - shift: how far the recording was moved in time.
  ///   - flush: sends the declarations.
  func run(_ service: AgentService, shift: Timestamp.Span, flush: () throws -> Void) throws {
    let pending = try service.pendingClips()
    for waiting in pending {
      let files = footage.files(from: waiting.work.from - shift, until: waiting.work.until - shift)
        .filter { waiting.work.kind == .drive || $0.covers(waiting.work.trigger - shift) }
      for file in files {
        let id = try service.clipID(waiting.work, from: file.from + shift, byteCount: file.byteCount)
        if case .done = try service.upload(of: id) { continue }
        guard let sha256 = file.sha256() else { return Console.note("agent: a file of the footage cannot be read") }
        try service.declare(id, declaration(of: file, waiting.work, sha256, shift))
        try flush()
        switch upload(file, as: id, kind: waiting.work.kind) {
        case .done: try service.setUpload(of: id, .done)
        case .refused(let reason): Console.note("agent: a clip was refused: \(reason)")
        case .later(let reason):
          return Console.note("agent: \(reason); the rest of the footage is uploaded at the next start")
        }
      }
      // Where there is no footage of it there is nothing to wait for: the folder was complete when it was read.
      try service.finishClip(waiting)
    }
  }

  private func declaration(
    of file: FootageFile, _ work: ClipWork, _ sha256: [UInt8], _ shift: Timestamp.Span
  ) -> ClipEvent.Declaration {
    ClipEvent.Declaration(
      kind: UInt32(work.kind.rawValue), driveID: work.driveID, incidentID: work.incidentID,
      byteCount: UInt64(file.byteCount), sha256: sha256, mediaType: file.mediaType, recordedFrom: file.from + shift,
      recordedUntil: file.until + shift,
      triggerOffset: work.kind == .event ? work.trigger - (file.from + shift) : .zero)
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
    final class Answer: @unchecked Sendable {
      // Written once before the semaphore is signalled, read after it: never at the same time.
      var value: (status: Int, offset: Int64?)?
    }
    var generator = SystemRandomNumberGenerator()
    let asked = UploadAuthorization(
      vehicleID: camera.vehicleID, time: SystemClock().now(), nonce: RecordID.random(using: &generator))
    var message = URLRequest(url: address.appendingPathComponent(path), timeoutInterval: Self.timeout)
    message.httpMethod = method
    message.httpBody = body
    message.setValue("1.0.0", forHTTPHeaderField: "Tus-Resumable")
    message.setValue(
      asked.fieldValue(signature: camera.device.sign(asked.signedBytes(method: method, path: path))),
      forHTTPHeaderField: "Authorization")
    for (name, value) in fields { message.setValue(value, forHTTPHeaderField: name) }
    let answer = Answer()
    let done = DispatchSemaphore(value: 0)
    let task = URLSession.shared.dataTask(with: message) { _, response, _ in
      if let response = response as? HTTPURLResponse {
        answer.value = (
          response.statusCode, response.value(forHTTPHeaderField: "Upload-Offset").flatMap { Int64($0) }
        )
      }
      done.signal()
    }
    task.resume()
    guard done.wait(timeout: .now() + Self.timeout + 1) == .success else {
      task.cancel()
      return nil
    }
    return answer.value
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
