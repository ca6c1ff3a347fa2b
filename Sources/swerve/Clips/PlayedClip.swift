import Clips
import Ports
import Synchronization

/// A clip while it is played: read on the server's threads, one at a time.
final class PlayedClip: Sendable {
  let byteCount: Int64
  private let reader: Mutex<ClipReader>

  /// - Throws: `ObjectError` or `IdentityFault`.
  init(_ clip: ClipKeyReference, objects: any ObjectStore, sealing: any ClipSealing) throws {
    let whole = try ClipReader(clip, objects: objects, sealing: sealing)
    byteCount = whole.byteCount
    reader = Mutex(whole)
  }

  func read(at offset: Int64, limit: Int) throws -> [UInt8] {
    try reader.withLock { try $0.read(at: offset, limit: limit) }
  }
}
