internal import Synchronization

/// A body that is already in memory.
final class BufferedBody: RequestBodySource {
  private let remaining: Mutex<[UInt8]?>

  init(_ bytes: [UInt8]) { remaining = Mutex(bytes.isEmpty ? nil : bytes) }

  func nextChunk() async throws(RequestBodyError) -> [UInt8]? {
    remaining.withLock { bytes in
      defer { bytes = nil }
      return bytes
    }
  }
}
