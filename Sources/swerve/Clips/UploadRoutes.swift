import Clips
import Core
import Foundation
import HTTPFront
import Ports

/// Uploads of cameras: tus 1.0.0 with creation, checksum and termination (https://tus.io/protocols/resumable-upload).
struct UploadRoutes: Sendable {
  static let version = "1.0.0"
  static let path = "/v1/uploads"

  let uploads: UploadSlots
  let devices: PairedDevices

  func add(to router: inout Router) {
    router.on(.options, Self.path) { _ in options }
    router.on(.options, Self.path + "/{id}") { _ in options }
    router.post(Self.path, bodyLimit: 0) { request in try await tus(request) { try await create(request) } }
    router.on(.head, Self.path + "/{id}") { request in try await tus(request) { try await status(request) } }
    router.on(.patch, Self.path + "/{id}", bodyLimit: Int(clamping: uploads.store.rule.maximumByteCount)) { request in
      try await tus(request) { try await append(request) }
    }
    router.on(.delete, Self.path + "/{id}") { request in try await tus(request) { try await terminate(request) } }
  }

  private var options: Response {
    Response(
      .ok,
      headers: [
        "Tus-Resumable": Self.version, "Tus-Version": Self.version, "Tus-Extension": "creation,checksum,termination",
        "Tus-Max-Size": String(uploads.store.rule.maximumByteCount),
        "Tus-Checksum-Algorithm": DigestAlgorithm.allCases.map(\.rawValue).joined(separator: ","),
      ])
  }

  /// Every answer says which version it speaks, those of failures too.
  private func tus(_ request: Request, _ body: () async throws -> Response) async throws -> Response {
    do {
      guard request.headers["Tus-Resumable"] == Self.version else {
        throw ProblemDetails(
          .preconditionFailed, detail: "Tus-Resumable must be \(Self.version).", headers: ["Tus-Version": Self.version])
      }
      var response: Response
      do { response = try await body() } catch let fault as ClipFault { throw Self.problem(fault) }
      response.headers["Tus-Resumable"] = Self.version
      return response
    } catch var problem as ProblemDetails {
      problem.headers["Tus-Resumable"] = Self.version
      throw problem
    }
  }

  private func create(_ request: Request) async throws -> Response {
    let (vehicle, device) = try devices.camera(request)
    try Self.allow(.createUpload, vehicle, device, of: (vehicle, device.accountID))
    guard request.headers["Upload-Defer-Length"] == nil, let length = Self.number(request.headers["Upload-Length"])
    else {
      throw ProblemDetails(.badRequest, detail: "Upload-Length must be a number of bytes; it cannot be deferred.")
    }
    guard let metadata = Self.metadata(request.headers["Upload-Metadata"]),
      let clip = metadata["clip"].flatMap({ RecordID(hexadecimal: $0) }),
      let kind = metadata["kind"].flatMap({ ["event": ClipKind.event, "drive": .drive][$0] })
    else {
      throw ProblemDetails(
        .badRequest,
        detail: "Upload-Metadata must hold clip (32 hexadecimal digits) and kind (event or drive), each in Base64.")
    }
    try await uploads.create(
      clip, account: device.accountID, vehicle: vehicle, driverKey: device.driverKeyID, kind: kind, byteCount: length)
    return Response(
      .created,
      headers: ["Location": "\(Self.path)/\(clip.hexadecimal)", "Upload-Offset": "0", "Cache-Control": "no-store"])
  }

  private func status(_ request: Request) async throws -> Response {
    let upload = try await own(request, .readUploadOffset)
    return Response(
      .ok,
      headers: [
        "Upload-Offset": String(upload.landed), "Upload-Length": String(upload.byteCount), "Cache-Control": "no-store",
        "Upload-Metadata": Self.metadata(of: upload),
      ])
  }

  private func append(_ request: Request) async throws -> Response {
    let upload = try await own(request, .appendUpload)
    guard request.headers["Content-Type"] == "application/offset+octet-stream" else {
      throw ProblemDetails(.unsupportedMediaType, detail: "Content-Type must be application/offset+octet-stream.")
    }
    guard let offset = Self.number(request.headers["Upload-Offset"]) else {
      throw ProblemDetails(.badRequest, detail: "Upload-Offset must be a number of bytes.")
    }
    var bytes = request.body.makeAsyncIterator()
    let landed = try await uploads.append(
      upload.clipID, at: offset, checksum: try Self.checksum(request.headers["Upload-Checksum"])
    ) { try await bytes.next() }
    return Response(.noContent, headers: ["Upload-Offset": String(landed), "Cache-Control": "no-store"])
  }

  private func terminate(_ request: Request) async throws -> Response {
    let upload = try await own(request, .terminateUpload)
    guard !upload.isComplete else {
      throw ProblemDetails(.forbidden, detail: "The upload is complete; a camera deletes no clip.")
    }
    try await uploads.terminate(upload.clipID)
    return Response(.noContent)
  }

  /// The upload that is asked for, if it is this camera's.
  private func own(_ request: Request, _ action: Action) async throws -> ClipUploadState {
    let (vehicle, device) = try devices.camera(request)
    guard let clip = RecordID(hexadecimal: request.parameters["id"]) else { throw ClipFault.missing }
    let upload = try await uploads.upload(clip)
    try Self.allow(action, vehicle, device, of: (upload.vehicleID, upload.account))
    return upload
  }

  private static func allow(
    _ action: Action, _ vehicle: RecordID, _ device: DeviceRegistry.Device,
    of owner: (vehicle: RecordID, account: RecordID)
  ) throws {
    let decision = Authorization.decide(
      .device(vehicle: vehicle, account: device.accountID), action, .vehicle(owner.vehicle, account: owner.account))
    // Another's upload is answered as one that is not there.
    if case .denied(let denial) = decision { throw denial == .notYours ? problem(.missing) : ProblemDetails(denial) }
  }

  // MARK: Fields

  private static func number(_ field: String?) -> Int64? {
    guard let field, !field.isEmpty, field.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int64(field)
  }

  /// `key base64,key base64`; nil when it is not of this form.
  private static func metadata(_ field: String?) -> [String: String]? {
    guard let field, field.utf8.count <= 4_096 else { return nil }
    var values: [String: String] = [:]
    for pair in field.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = pair.drop { $0 == " " }.split(separator: " ", omittingEmptySubsequences: true)
      guard (1...2).contains(parts.count), let value = Data(base64Encoded: parts.count == 2 ? String(parts[1]) : ""),
        values.updateValue(String(decoding: value, as: UTF8.self), forKey: String(parts[0])) == nil
      else { return nil }
    }
    return values
  }

  /// What is kept of the metadata: anything else a client may have told is not the service's to know.
  private static func metadata(of upload: ClipUploadState) -> String {
    let kind = upload.kind == .event ? "event" : "drive"
    return [("clip", upload.clipID.hexadecimal), ("kind", kind)]
      .map { "\($0) \(Data($1.utf8).base64EncodedString())" }.joined(separator: ",")
  }

  private static func checksum(_ field: String?) throws -> (algorithm: DigestAlgorithm, value: [UInt8])? {
    guard let field else { return nil }
    let parts = field.split(separator: " ")
    guard parts.count == 2, let algorithm = DigestAlgorithm(rawValue: String(parts[0])),
      let value = Data(base64Encoded: String(parts[1]))
    else {
      throw ProblemDetails(.badRequest, detail: "Upload-Checksum is sha1 or sha256 and the digest in Base64.")
    }
    return (algorithm, Array(value))
  }

  static func problem(_ fault: ClipFault) -> ProblemDetails {
    switch fault {
    case .missing: ProblemDetails(.notFound, detail: "There is no such upload.")
    case .taken: ProblemDetails(.conflict, detail: "There is a clip of this id already.")
    case .offset(let offset):
      ProblemDetails(
        .conflict, detail: "The upload is at another offset.", headers: ["Upload-Offset": String(offset)])
    case .tooLarge(let limit):
      ProblemDetails(
        .contentTooLarge, detail: "A clip has at most \(limit) bytes.", extensions: ["limit": .integer(Int(limit))])
    case .beyondLength(let length):
      ProblemDetails(.contentTooLarge, detail: "The upload was to have \(length) bytes.")
    case .tierFull(let shortage):
      ProblemDetails(
        507, title: "Insufficient Storage",
        detail: "The driver's storage is full, and nothing in it may roll over for this clip.",
        extensions: ["tier": .integer(Int(shortage.tier)), "missing": .integer(Int(shortage.missing))])
    case .checksum:
      ProblemDetails(460, title: "Checksum Mismatch", detail: "The bytes have another checksum; they were not taken.")
    case .busy: ProblemDetails(423, title: "Locked", detail: "Another request is sending bytes of this upload.")
    case .unavailable(let reason):
      unavailable(.serviceUnavailable, reason, "Clips cannot be stored now. Try again.")
    case .diskFull: unavailable(507, "the disk of the clips is full", "The service has no room now. Try again later.")
    }
  }

  private static func unavailable(_ status: HTTPStatus, _ reason: String, _ detail: String) -> ProblemDetails {
    Console.note("clips: \(reason)")
    return ProblemDetails(
      status, title: status.reasonPhrase ?? "Insufficient Storage", detail: detail, headers: ["Retry-After": "5"])
  }
}
