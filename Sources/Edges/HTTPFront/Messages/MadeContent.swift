/// Content of a known length that is made while it is sent: the whole is never in memory.
public final class MadeContent: Sendable {
  let count: Int64
  let make: @Sendable (_ offset: Int64, _ limit: Int) throws -> [UInt8]

  /// - Parameters:
  ///   - count: bytes in all.
  ///   - make: at least one byte from an offset on, at most `limit`; called on a thread of the server. What it throws ends
  ///     the connection, so that the client sees that the content is not whole.
  public init(count: Int64, make: @escaping @Sendable (_ offset: Int64, _ limit: Int) throws -> [UInt8]) {
    self.count = count
    self.make = make
  }
}
