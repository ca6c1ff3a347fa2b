public import Core
public import Ports

/// The owner's questions to the schema `clips`. Each names the account in its condition.
public struct PostgresOwnerClips: OwnerClips {
  private let pool: PostgresPool

  public init(_ settings: PostgresSettings) { pool = PostgresPool(settings, schema: ViewSchema.clips.rawValue) }

  public func holdings(of account: RecordID, tier: Int64) async throws(ViewError) -> ClipHoldings {
    let known = try await pool.rows(ClipQueries.account, [.id(account), .integer(tier)], operation: "read an account")
    let rows = try await pool.rows(ClipQueries.holdings, [.id(account)], operation: "read what an account holds")
    return ClipHoldings(known, rows, tier)
  }

  public func clips(of account: RecordID, after mark: PageMark?, limit: Int) async throws(ViewError) -> [ClipRow] {
    try await pool.rows(
      ClipQueries.clips,
      [
        .id(account), .time(mark?.time ?? .distantFuture), .id(mark?.id ?? RecordID(high: .max, low: .max)),
        .integer(Int64(limit)),
      ], operation: "read clips"
    ).compactMap(ClipRow.init)
  }

  public func removals(of account: RecordID, limit: Int) async throws(ViewError) -> [ClipRow] {
    try await pool.rows(ClipQueries.removals, [.id(account), .integer(Int64(limit))], operation: "read removals")
      .compactMap(ClipRow.init)
  }

  public func clip(_ id: RecordID, of account: RecordID) async throws(ViewError) -> ClipRow? {
    try await pool.rows(ClipQueries.clip, [.id(account), .id(id)], operation: "read a clip").first.flatMap(ClipRow.init)
  }

  public func setStar(
    _ isStarred: Bool, on clip: RecordID, of account: RecordID, at now: Timestamp
  ) async throws(ViewError) -> Bool {
    let rows = try await pool.rows(
      "SELECT star_clip($1, $2, $3, $4)", [.id(account), .id(clip), .integer(isStarred ? 1 : 0), .time(now)],
      operation: "star a clip")
    return rows.first?[0].boolean ?? false
  }

  public func delete(_ clip: RecordID, of account: RecordID, at now: Timestamp) async throws(ViewError) -> Bool {
    try await !pool.rows(ClipQueries.delete, [.id(account), .id(clip), .time(now)], operation: "delete a clip").isEmpty
  }

  public func restore(_ clip: RecordID, of account: RecordID) async throws(ViewError) -> Bool {
    try await !pool.rows(ClipQueries.restore, [.id(account), .id(clip)], operation: "restore a clip").isEmpty
  }
}

extension ClipHoldings {
  /// Rows of `ClipQueries.account` and `ClipQueries.holdings`.
  init(_ known: [[Cell]], _ rows: [[Cell]], _ tier: Int64) {
    self.init(tier: known.first?[0].integer ?? tier, version: known.first?[1].integer ?? 0, clips: [], reserved: 0)
    for row in rows {
      guard let id = row[0].id, let length = row[2].integer, let recorded = row[3].time else { continue }
      if row[6].boolean == true {
        clips.append(
          StoredClip(
            id: id, kind: ClipKind(rawValue: UInt32(clamping: row[1].integer ?? 0)), byteCount: length,
            recordedFrom: recorded, isStarred: row[4].boolean ?? false, isHeld: row[5].boolean ?? false))
      } else {
        reserved += length
      }
    }
  }
}

extension ClipRow {
  /// A row of `ClipQueries.clips`.
  init?(_ row: [Cell]) {
    guard row.count == 17, let id = row[0].id, let vehicle = row[1].id else { return nil }
    let key = row[14].id.flatMap { driver in
      row[15].bytes.flatMap { wrapped in row[16].bytes.map { Key(driverKeyID: driver, wrapped: wrapped, header: $0) } }
    }
    self.init(
      clipID: id, vehicleID: vehicle, kind: ClipKind(rawValue: UInt32(clamping: row[2].integer ?? 0)),
      incidentID: row[3].id, byteCount: row[4].integer ?? 0, mediaType: row[5].text,
      recordedFrom: row[6].time ?? .distantPast, recordedUntil: row[7].time,
      triggerOffset: .milliseconds(row[8].integer ?? 0), isStored: row[9].time != nil,
      isStarred: row[10].boolean ?? false,
      deletedAt: row[11].time,
      removal: row[12].time.map {
        Removal(time: $0, reason: row[13].integer.map { EvictionReason(rawValue: UInt32(clamping: $0)) })
      }, key: key)
  }
}
