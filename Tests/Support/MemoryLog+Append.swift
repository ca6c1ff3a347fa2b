public import Ports

extension MemoryLog {
  /// Writes a record as if it had always been there: no call of the port, so it is not counted and cannot fail.
  public func append(_ record: OutgoingRecord, partition: Int32) {
    storage.change { $0.append(record, at: Int(partition)) }
  }
}
