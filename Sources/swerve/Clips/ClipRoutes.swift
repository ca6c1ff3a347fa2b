import Clips
import Core
import HTTPFront
import Ports

/// The owner's footage: what there is, what went and why, playing it from anywhere, stars, deletion with undo, storage.
struct ClipRoutes: Sendable {
  /// Clips of one page, and removals that are told.
  static let pageSize = 50

  let clips: any OwnerClips
  let rule: ClipRule
  let objects: any ObjectStore
  let sealing: any ClipSealing
  let clock: any WallClock
  /// The account of the signed-in owner who may do this, or the problem to answer with.
  let owner: @Sendable (Request, Action) async throws -> RecordID

  func add(to router: inout Router) {
    router.get("/v1/clips") { request in
      let account = try await owner(request, .listClips)
      let mark = try PageMark(request.query["cursor"])
      let rows = try await available { () throws(ViewError) in
        try await clips.clips(of: account, after: mark, limit: Self.pageSize + 1)
      }
      let next = rows.count > Self.pageSize ? PageMark(rows[Self.pageSize - 1]) : nil
      return .personalJSON(ClipPage(rows.prefix(Self.pageSize), next: next), to: request)
    }
    router.get("/v1/clips/{id}") { request in
      .personalJSON(ClipAnswer(try await clip(request, .readClip)), to: request)
    }
    router.get("/v1/clips/{id}/content") { request in try await content(request) }
    router.on(.put, "/v1/clips/{id}/star") { request in try await setStar(true, request, .starClip) }
    router.on(.delete, "/v1/clips/{id}/star") { request in try await setStar(false, request, .unstarClip) }
    router.on(.delete, "/v1/clips/{id}") { request in
      try await change(request, .deleteClip) { (account, id) throws(ViewError) in
        try await clips.delete(id, of: account, at: clock.now())
      }
    }
    router.post("/v1/clips/{id}/restore", bodyLimit: 0) { request in
      try await change(request, .restoreClip) { (account, id) throws(ViewError) in
        try await clips.restore(id, of: account)
      }
    }
    router.get("/v1/storage") { request in
      let account = try await owner(request, .readStorage)
      let body = try await available { () throws(ViewError) in
        StorageAnswer(
          try await clips.holdings(of: account, tier: rule.tier),
          removals: try await clips.removals(of: account, limit: Self.pageSize))
      }
      return .personalJSON(body, to: request)
    }
  }

  private func content(_ request: Request) async throws -> Response {
    let row = try await clip(request, .readClipContent)
    guard row.removal == nil, row.deletedAt == nil else {
      throw ProblemDetails(.gone, detail: "The clip was removed; /v1/storage says why.")
    }
    guard row.isStored, let key = row.key else {
      throw ProblemDetails(.notFound, detail: "The clip's bytes are not all here yet.")
    }
    let played: PlayedClip
    do {
      played = try PlayedClip(
        ClipKeyReference(driverKeyID: key.driverKeyID, clipID: row.clipID, wrappedKey: key.wrapped), objects: objects,
        sealing: sealing)
    } catch IdentityFault.unknownKey {
      throw ProblemDetails(.gone, detail: "The driver's key is erased; nothing opens this clip any more.")
    } catch {
      throw UploadRoutes.problem(.unavailable("open of a clip: \(error)"))
    }
    let tag = EntityTag(row.clipID.hexadecimal)
    return try Response.conditional(request, tag: tag, cacheControl: "private, no-cache") {
      let headers: HTTPHeaders = [
        "Content-Type": Self.mediaType(row), "X-Content-Type-Options": "nosniff", "Content-Disposition": "inline",
      ]
      return try Response.ranged(request, tag: tag, size: played.byteCount, headers: headers) { offset, limit in
        try played.read(at: offset, limit: limit)
      }
    }
  }

  /// A camera's word for what it sent, where a browser plays it and does nothing else with it.
  private static func mediaType(_ row: ClipRow) -> String {
    guard let type = row.mediaType, type.hasPrefix("video/"), type.utf8.count <= 100,
      type.utf8.dropFirst(6).allSatisfy({
        (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d || $0 == 0x2e
      })
    else { return "application/octet-stream" }
    return type
  }

  private func setStar(_ isStarred: Bool, _ request: Request, _ action: Action) async throws -> Response {
    try await change(request, action) { (account, id) throws(ViewError) in
      try await clips.setStar(isStarred, on: id, of: account, at: clock.now())
    }
  }

  private func change(
    _ request: Request, _ action: Action, _ body: (RecordID, RecordID) async throws(ViewError) -> Bool
  ) async throws -> Response {
    let account = try await owner(request, action)
    guard let id = RecordID(hexadecimal: request.parameters["id"]) else { throw ArchiveRoutes.missing("clip") }
    guard try await available({ () throws(ViewError) in try await body(account, id) }) else {
      throw ArchiveRoutes.missing("clip")
    }
    return Response(.noContent)
  }

  private func clip(_ request: Request, _ action: Action) async throws -> ClipRow {
    let account = try await owner(request, action)
    guard let id = RecordID(hexadecimal: request.parameters["id"]),
      let row = try await available({ () throws(ViewError) in try await clips.clip(id, of: account) })
    else { throw ArchiveRoutes.missing("clip") }
    return row
  }

  private func available<Value>(_ body: () async throws(ViewError) -> Value) async throws -> Value {
    do { return try await body() } catch {
      throw UploadRoutes.problem(.unavailable("\(error.operation): \(error.reason)"))
    }
  }
}

extension PageMark {
  init(_ row: ClipRow) { self.init(time: row.recordedFrom, id: row.clipID) }
}
