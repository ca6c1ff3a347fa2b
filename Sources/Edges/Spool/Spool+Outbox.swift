internal import Core

extension Spool {
  /// Adds the entries in their order, in one durable transaction.
  /// - Throws: `.overLimit` or `.diskFull`: nothing was added.
  @discardableResult
  public func append(_ entries: [SpoolEntry]) throws(SpoolError) -> AppendOutcome {
    try append(entries, checkpoint: nil)
  }

  /// Adds the entries and remembers how far the input has been read, both or neither: after a crash the input is read
  /// again from there, and nothing is lost or doubled.
  @discardableResult
  public func append(_ entries: [SpoolEntry], checkpoint name: String, _ value: [UInt8]) throws(SpoolError)
    -> AppendOutcome
  {
    try append(entries, checkpoint: (name, value))
  }

  private func append(_ entries: [SpoolEntry], checkpoint: (name: String, value: [UInt8])?) throws(SpoolError)
    -> AppendOutcome
  {
    let operation = "append of \(entries.count) entries"
    var outcome = AppendOutcome()
    do {
      try database.transaction(for: operation) { () throws(SpoolError) in
        for entry in entries { try append(entry, operation, &outcome) }
        try makeRoom(operation, &outcome)
        if let checkpoint {
          try database.run(
            "INSERT OR REPLACE INTO checkpoints VALUES (?, ?)", [.text(checkpoint.name), .blob(checkpoint.value)],
            for: operation)
        }
      }
    } catch {
      try recount()
      throw error
    }
    return outcome
  }

  private func append(_ entry: SpoolEntry, _ operation: String, _ outcome: inout AppendOutcome) throws(SpoolError) {
    if let id = entry.deduplicationID {
      var isAcknowledged = false
      try database.query("SELECT 1 FROM acknowledged WHERE deduplication_id = ?", [.blob(id)], for: operation) { _ in
        isAcknowledged = true
      }
      guard !isAcknowledged else {
        outcome.duplicates += 1
        return
      }
    }
    try database.run(
      """
      INSERT INTO entries (plane, topic, key, value, timestamp, deduplication_id) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (deduplication_id) DO NOTHING
      """,
      [
        .integer(entry.plane.rawValue), .text(entry.topic), .blob(entry.key), .blob(entry.value),
        .integer(entry.timestamp.milliseconds), .optional(entry.deduplicationID),
      ], for: operation)
    if database.changeCount == 0 {
      outcome.duplicates += 1
    } else {
      outcome.appended += 1
      pendingCount += 1
      pendingBytes += entry.byteCount
    }
  }

  /// Entries looked at in one step while room is made.
  private static let evictionBatch = 64

  private func makeRoom(_ operation: String, _ outcome: inout AppendOutcome) throws(SpoolError) {
    while pendingCount > limits.maximumEntries || pendingBytes > limits.maximumBytes {
      guard limits.whenFull == .evictOldest else {
        throw SpoolError(
          .overLimit, operation: operation, path: path,
          reason: "\(pendingCount) entries of \(pendingBytes) bytes; \(limits.maximumEntries) and "
            + "\(limits.maximumBytes) are allowed")
      }
      for oldest in try pending(limit: Self.evictionBatch) {
        guard pendingCount > limits.maximumEntries || pendingBytes > limits.maximumBytes else { break }
        try remove(oldest.sequence, oldest.entry, operation)
        outcome.evicted += 1
      }
    }
  }

  // MARK: Sending

  /// The oldest entries that wait, in the order of appending.
  /// - Parameters:
  ///   - limit: entries at most.
  ///   - sequence: only what came after it.
  ///   - plane: nil gives both.
  public func pending(limit: Int, after sequence: Int64 = 0, plane: SpoolPlane? = nil) throws(SpoolError)
    -> [PendingEntry]
  {
    precondition(limit >= 0, "a limit is not negative")
    let columns = "sequence, plane, topic, key, value, timestamp, deduplication_id"
    let condition = plane == nil ? "sequence > ?" : "sequence > ? AND plane = ?"
    var values: [SQLValue] = [.integer(sequence)]
    if let plane { values.append(.integer(plane.rawValue)) }
    var entries: [PendingEntry] = []
    try database.query(
      "SELECT \(columns) FROM entries WHERE \(condition) ORDER BY sequence LIMIT ?",
      values + [.integer(Int64(limit))], for: "read of pending entries"
    ) { row in
      if let entry = Self.entry(row) { entries.append(entry) }
    }
    return entries
  }

  private static func entry(_ row: Row) -> PendingEntry? {
    guard let plane = SpoolPlane(rawValue: row.integer(1)) else { return nil }
    return PendingEntry(
      sequence: row.integer(0),
      entry: SpoolEntry(
        plane: plane, topic: row.text(2), key: row.blob(3) ?? [], value: row.blob(4) ?? [],
        timestamp: Timestamp(milliseconds: row.integer(5)), deduplicationID: row.blob(6)))
  }

  /// Removes entries that the log has, durably, and remembers their ids. Sequences that do not wait are passed over.
  public func acknowledge(_ sequences: some Sequence<Int64>) throws(SpoolError) {
    let operation = "acknowledgement"
    do {
      try database.transaction(for: operation) { () throws(SpoolError) in
        for sequence in sequences where sequence > 0 {
          guard let entry = try pending(limit: 1, after: sequence - 1).first, entry.sequence == sequence else {
            continue
          }
          try remove(sequence, entry.entry, operation)
        }
        try database.run(
          "DELETE FROM acknowledged WHERE number <= (SELECT max(number) FROM acknowledged) - ?",
          [.integer(limits.rememberedAcknowledgements)], for: operation)
      }
    } catch {
      try recount()
      throw error
    }
  }

  private func remove(_ sequence: Int64, _ entry: SpoolEntry, _ operation: String) throws(SpoolError) {
    try database.run("DELETE FROM entries WHERE sequence = ?", [.integer(sequence)], for: operation)
    if let id = entry.deduplicationID {
      try database.run("INSERT INTO acknowledged (deduplication_id) VALUES (?)", [.blob(id)], for: operation)
    }
    pendingCount -= 1
    pendingBytes -= entry.byteCount
  }

  /// What was given to the last `append` with that name.
  public func checkpoint(_ name: String) throws(SpoolError) -> [UInt8]? {
    var value: [UInt8]?
    try database.query("SELECT value FROM checkpoints WHERE name = ?", [.text(name)], for: "read of a checkpoint") {
      value = $0.blob(0)
    }
    return value
  }
}
