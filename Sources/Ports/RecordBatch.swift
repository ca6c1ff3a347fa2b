public import Core

/// Records as they came from the log, in the order of each partition: one arena of bytes and a row of coordinates each.
///
/// A batch is filled by a log and read by a machine; `removeAll` keeps the memory, so a loop that reuses one batch
/// allocates nothing once it is warm. Views borrow the arena: they cannot outlive the batch.
public struct RecordBatch: ~Copyable, Sendable {
  struct Row: BitwiseCopyable {
    var topic: Int16
    var hasValue: Bool
    var partition: Int32
    var offset: Int64
    var timestamp: Int64
    var keyStart: Int
    var valueStart: Int
    var valueEnd: Int
  }

  var rows: [Row] = []
  var arena: [UInt8] = []

  public init() {}

  public var count: Int { rows.count }
  public var isEmpty: Bool { rows.isEmpty }
  /// Bytes of keys and values held.
  public var byteCount: Int { arena.count }

  /// Appends one record; the bytes are copied.
  /// - Parameters:
  ///   - topic: index of the topic in the list the consumer was opened with.
  ///   - timestamp: the log's own time of the record (create or append time, as the topic says).
  ///   - value: nil is a tombstone; empty is a value of no bytes.
  public mutating func append(
    topic: Int = 0, partition: Int32, offset: Int64, timestamp: Timestamp, key: Span<UInt8>, value: Span<UInt8>?
  ) {
    let keyStart = arena.count
    unsafe key.withUnsafeBufferPointer { unsafe arena.append(contentsOf: $0) }
    let valueStart = arena.count
    unsafe value?.withUnsafeBufferPointer { unsafe arena.append(contentsOf: $0) }
    rows.append(
      Row(
        topic: Int16(topic), hasValue: value != nil, partition: partition, offset: offset,
        timestamp: timestamp.milliseconds, keyStart: keyStart, valueStart: valueStart, valueEnd: arena.count))
  }

  public mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    arena.removeAll(keepingCapacity: true)
  }

  /// Drops the oldest records and moves the others to the front.
  public mutating func removeFirst(_ count: Int) {
    precondition(count <= rows.count, "there are not so many")
    guard count < rows.count else { return removeAll() }
    let bytes = rows[count].keyStart
    arena.removeFirst(bytes)
    rows.removeFirst(count)
    for index in rows.indices {
      rows[index].keyStart -= bytes
      rows[index].valueStart -= bytes
      rows[index].valueEnd -= bytes
    }
  }

  public subscript(index: Int) -> RecordView {
    @_lifetime(borrow self)
    get {
      let row = rows[index]
      let bytes = arena.span
      return RecordView(
        topic: Int(row.topic), partition: row.partition, offset: row.offset,
        timestamp: Timestamp(milliseconds: row.timestamp),
        key: bytes.extracting(row.keyStart..<row.valueStart),
        bytes: bytes.extracting(row.valueStart..<row.valueEnd), isTombstone: !row.hasValue)
    }
  }
}

/// One record, borrowed from its batch.
public struct RecordView: ~Escapable {
  /// Index of the topic in the list the consumer was opened with.
  public let topic: Int
  public let partition: Int32
  public let offset: Int64
  /// The log's time of the record.
  public let timestamp: Timestamp
  public let key: Span<UInt8>
  /// The value's bytes; empty for a tombstone too, so ask `isTombstone` first.
  public let bytes: Span<UInt8>
  public let isTombstone: Bool

  /// The value's bytes for who keeps them longer than the batch.
  public var copiedBytes: [UInt8] { unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) } }

  @_lifetime(copy key, copy bytes)
  init(
    topic: Int, partition: Int32, offset: Int64, timestamp: Timestamp, key: Span<UInt8>, bytes: Span<UInt8>,
    isTombstone: Bool
  ) {
    self.topic = topic
    self.partition = partition
    self.offset = offset
    self.timestamp = timestamp
    self.key = key
    self.bytes = bytes
    self.isTombstone = isTombstone
  }
}
