public import Core
public import Ports

/// The clip service's ledger in the schema `clips` of the personal plane.
public struct PostgresClipLedger: ClipLedger {
  private let pool: PostgresPool

  public init(_ settings: PostgresSettings) { pool = PostgresPool(settings, schema: ViewSchema.clips.rawValue) }

  public func holdings(of account: RecordID, tier: Int64) throws(ViewError) -> ClipHoldings {
    // The version first: what changes after it is seen by `reserve`.
    let known = try pool.rowsNow(ClipQueries.account, [.id(account), .integer(tier)], operation: "read an account")
    let rows = try pool.rowsNow(ClipQueries.holdings, [.id(account)], operation: "read what an account holds")
    return ClipHoldings(known, rows, tier)
  }

  public func reserve(
    _ upload: NewClipUpload, evicting clips: [RecordID], version: Int64, at now: Timestamp
  ) throws(ViewError) -> ReservationOutcome {
    do {
      let rows = try pool.rowsNow(
        "SELECT reserve_clip($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        [
          .id(upload.clipID), .id(upload.account), .id(upload.vehicleID), .integer(version), .ids(clips),
          .integer(Int64(upload.kind.rawValue)), .integer(upload.byteCount), .id(upload.key.driverKeyID),
          .bytes(upload.key.wrappedKey), .bytes(upload.progress.header), .bytes(upload.progress.sealedTail), .time(now),
        ], operation: "reserve room for a clip")
      return rows.first?[0].boolean == true ? .reserved : .outdated
    } catch {
      if error.reason.contains("the clip is there already") { return .taken }
      throw error
    }
  }

  public func changeTier(
    of account: RecordID, to tier: Int64, evicting clips: [RecordID], version: Int64, at now: Timestamp
  ) throws(ViewError) -> Bool {
    try pool.rowsNow(
      "SELECT change_tier($1, $2, $3, $4, $5)",
      [.id(account), .integer(tier), .integer(version), .ids(clips), .time(now)], operation: "change an account's tier"
    ).first?[0].boolean == true
  }

  public func upload(_ clip: RecordID) throws(ViewError) -> ClipUploadState? {
    let rows = try pool.rowsNow(ClipQueries.upload, [.id(clip)], operation: "read an upload")
    guard let row = rows.first, let account = row[0].id, let vehicle = row[1].id, let length = row[2].integer,
      let landed = row[3].integer, let keyID = row[5].id, let wrapped = row[6].bytes, let header = row[7].bytes,
      let kind = row[10].integer
    else { return nil }
    return ClipUploadState(
      clipID: clip, account: account, vehicleID: vehicle, kind: ClipKind(rawValue: UInt32(clamping: kind)),
      byteCount: length, landed: landed, isComplete: row[4].boolean ?? false,
      key: ClipKeyReference(driverKeyID: keyID, clipID: clip, wrappedKey: wrapped),
      progress: SealingProgress(header: header, chunks: row[8].integer ?? 0, sealedTail: row[9].bytes ?? []))
  }

  public func land(
    _ clip: RecordID, byteCount: Int64, progress: SealingProgress, at now: Timestamp
  ) throws(ViewError) {
    let operation = "acknowledge bytes of a clip"
    let rows = try pool.rowsNow(
      ClipQueries.land,
      [.id(clip), .integer(byteCount), .integer(progress.chunks), .bytes(progress.sealedTail), .time(now)],
      operation: operation)
    if rows.isEmpty {
      throw ViewError(.other, operation: operation, reason: "the upload is gone", hint: "ask how far it is")
    }
  }

  public func complete(_ clip: RecordID, sha256: [UInt8], at now: Timestamp) throws(ViewError) {
    _ = try pool.rowsNow(
      ClipQueries.complete, [.id(clip), .bytes(sha256), .time(now)], operation: "complete a clip")
  }

  public func release(_ clip: RecordID) throws(ViewError) -> Bool {
    try !pool.rowsNow(ClipQueries.release, [.id(clip)], operation: "give up an upload").isEmpty
  }

  public func unconcluded() throws(ViewError) -> [RecordID] {
    try pool.rowsNow(
      """
      SELECT clip_id FROM clips WHERE landed = length AND landed_sha256 IS NULL AND removed_at IS NULL
        AND received_at IS NULL LIMIT 100
      """, operation: "read uploads at their end"
    ).compactMap(\.[0].id)
  }

  public func settle(at now: Timestamp) throws(ViewError) -> Int {
    let rows = try pool.rowsNow("SELECT settle_clips($1)", [.time(now)], operation: "join clips with declarations")
    return Int(rows.first?[0].integer ?? 0)
  }

  public func sweep(_ rule: ClipRule, at now: Timestamp) throws(ViewError) -> Int {
    let rows = try pool.rowsNow(
      "SELECT sweep_clips($1, $2, $3, $4)",
      [.time(now), .time(now - rule.undo), .time(now - rule.idle), .time(now - rule.undeclared)],
      operation: "sweep clips")
    let erased = try pool.rowsNow(
      "DELETE FROM clips WHERE is_erased AND is_gone RETURNING 1", [], operation: "sweep clips of the erased")
    return Int(rows.first?[0].integer ?? 0) + erased.count
  }

  public func removed(limit: Int) throws(ViewError) -> [RecordID] {
    try pool.rowsNow(
      "SELECT clip_id FROM clips WHERE removed_at IS NOT NULL AND NOT is_gone LIMIT $1", [.integer(Int64(limit))],
      operation: "read removed clips"
    ).compactMap(\.[0].id)
  }

  public func forget(_ clips: [RecordID]) throws(ViewError) {
    _ = try pool.rowsNow(
      "UPDATE clips SET is_gone = true WHERE clip_id = ANY ($1) AND removed_at IS NOT NULL", [.ids(clips)],
      operation: "forget removed clips")
  }

  public func outbox(limit: Int) throws(ViewError) -> [ServiceEvent] {
    try pool.rowsNow(ClipQueries.outbox, [.integer(Int64(limit))], operation: "read what is to be said")
      .compactMap(ServiceEvent.init)
  }

  public func said(_ events: [ServiceEvent]) throws(ViewError) {
    _ = try pool.rowsNow(
      "DELETE FROM outbox USING unnest($1, $2) AS u (vehicle, number) WHERE vehicle_id = vehicle AND sequence = number",
      [.ids(events.map(\.vehicleID)), .integers(events.map { Int64(bitPattern: $0.sequence) })],
      operation: "strike what was said")
  }
}

extension ServiceEvent {
  /// Numbers of `Actor` in the schema.
  private static let owner: UInt32 = 1

  /// A row of `ClipQueries.outbox`.
  init?(_ row: [Cell]) {
    guard row.count == 8, let vehicle = row[0].id, let sequence = row[1].integer, let clip = row[2].id,
      let time = row[3].time, let what = row[4].text
    else { return nil }
    let bytes = UInt64(clamping: row[6].integer ?? 0)
    let number = UInt32(clamping: row[5].integer ?? 0)
    let content: ClipEvent.Content
    switch what {
    case "received": content = .received(byteCount: bytes, sha256: row[7].bytes ?? [])
    case "starred": content = .starred
    case "unstarred": content = .unstarred
    case "evicted": content = .evicted(reason: number, byteCount: bytes)
    case "deleted": content = .deleted(by: number == 0 ? Self.owner : number)
    default: return nil
    }
    self.init(
      vehicleID: vehicle, sequence: UInt64(bitPattern: sequence),
      event: ClipEvent(clipID: clip, time: time, content: content))
  }
}
