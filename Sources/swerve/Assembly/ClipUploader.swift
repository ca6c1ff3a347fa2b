import Agent
import Core
import Credentials
import Foundation
import FoundationNetworking
import Ports
import Recordings
import Sealing

/// Brings one file of a camera's footage to the clip service, from where it stopped. Its calls block.
struct ClipUploader {
  /// Bytes of one request. An acknowledged one is not sent again.
  static let pieceByteCount = 4 << 20
  /// Requests that may fail one after the other before the file is left for later.
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
