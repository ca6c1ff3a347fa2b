import Clips
import Core
import Glibc
import ObjectStores
import Ports
import PostgresViews
import Sealing
import Synchronization

/// The clip service's store over a folder and a private PostgreSQL, and a piece of footage.
final class LandingFixture: Sendable {
  /// Of one request.
  static let pieceByteCount = ClipUploader.pieceByteCount
  /// What a request's content comes in.
  static let takeByteCount = 32 << 10
  private static let driverKey = RecordID(high: 3, low: 1)

  private let piece: [UInt8]
  private let checksum: [UInt8]
  private let folder: BenchFolder
  private let database: BenchDatabase
  private let store: ClipStore
  private let objects: FolderObjectStore
  private let uploads = Mutex<UInt64>(0)

  init(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let piece = (0..<Self.pieceByteCount / 8).flatMap { _ in
      let bits = random.next()
      return (0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
    }
    let digest = MessageDigest(.sha256)
    digest.update(piece.span)
    self.piece = piece
    checksum = digest.value
    folder = try BenchFolder()
    objects = try FolderObjectStore(path: folder.path)
    database = try BenchDatabase([.vault, .clips])
    let keys = DriverKeys(
      vault: PostgresDriverKeyVault(database.personal),
      root: try KeyEncryptionKey(bytes: [UInt8](repeating: 9, count: KeyEncryptionKey.byteCount)))
    let wrapped = try DriverKey.generate().wrapped(under: keys.root, owner: Self.account(0).bytes)
    try keys.vault.store(wrapped, id: Self.driverKey, account: Self.account(0))
    store = ClipStore(
      ledger: PostgresClipLedger(database.personal), objects: objects, sealing: VaultClipSealing(keys: keys),
      clock: SystemClock())
  }

  /// As the clip service lands an upload of so many MiB.
  func upload(_ mebibytes: Int) throws {
    // An account of its own for each, so that its room never ends.
    let number = uploads.withLock { number in
      number += 1
      return number
    }
    let clip = RecordID(high: 5, low: number)
    let byteCount = Int64(mebibytes) << 20
    try store.create(
      clip, account: Self.account(number), vehicle: RecordID(high: 2, low: number), driverKey: Self.driverKey,
      kind: .drive, byteCount: byteCount)
    var landing: ClipLanding?
    try forEachPiece(mebibytes) { offset, bytes, checksum in
      let next = try store.landing(of: clip, at: offset, checksum: (.sha256, checksum), after: landing)
      for start in stride(from: 0, to: bytes.count, by: Self.takeByteCount) {
        let all = bytes.span
        try next.take(all.extracting(start..<min(bytes.count, start + Self.takeByteCount)))
      }
      let acknowledged = try next.end()
      precondition(acknowledged == offset + Int64(bytes.count), "every byte is acknowledged")
      landing = next
    }
    let upload = try store.upload(clip)
    precondition(upload.isComplete, "the upload is whole")
  }

  /// The same pieces as they are.
  func write(_ mebibytes: Int) throws {
    let part = try objects.openPart(try Self.plain)
    try forEachPiece(mebibytes) { _, bytes, _ in
      try part.append(bytes.span)
      try part.synchronize()
    }
    try part.finish()
  }

  /// Sealed, without a ledger and without digests.
  func seal(_ mebibytes: Int) throws {
    let part = try objects.openPart(try Self.plain)
    let sealer = try ChunkSealer(ClipKey.generate(), context: Array("bench".utf8))
    let header = sealer.header
    try part.append(header.span)
    try forEachPiece(mebibytes) { _, bytes, _ in
      let sealed = sealer.seal(bytes.span)
      try part.append(sealed.span)
      try part.synchronize()
    }
    let last = sealer.finish()
    try part.append(last.span)
    try part.finish()
  }

  /// What an upload takes of the processor, without disk and ledger.
  func compute(_ mebibytes: Int) throws {
    let sealer = try ChunkSealer(ClipKey.generate(), context: Array("bench".utf8))
    let digest = MessageDigest(.sha256)
    try forEachPiece(mebibytes) { _, bytes, checksum in
      let own = MessageDigest(.sha256)
      own.update(bytes.span)
      precondition(own.value.count == checksum.count, "a checksum is a checksum")
      digest.update(bytes.span)
      keep(sealer.seal(bytes.span).count)
    }
    keep(sealer.finish().count + digest.value.count)
  }

  /// Deletes the objects of the runs before and makes the files of the next: a file system may be slow to give room
  /// back and to find a free name for a file, which says nothing of how fast it writes.
  @Sendable func reset() throws {
    let last = uploads.withLock { $0 }
    try objects.delete(try Self.plain)
    try objects.delete(try Self.object(last))
    sync()
    for name in [try Self.plain, try Self.object(last + 1)] { try objects.openPart(name).close() }
  }

  private func forEachPiece(_ mebibytes: Int, _ body: (Int64, [UInt8], [UInt8]) throws -> Void) throws {
    let end = mebibytes << 20
    for offset in stride(from: 0, to: end, by: Self.pieceByteCount) {
      let count = min(Self.pieceByteCount, end - offset)
      guard count < Self.pieceByteCount else {
        try body(Int64(offset), piece, checksum)
        continue
      }
      let bytes = Array(piece.prefix(count))
      let digest = MessageDigest(.sha256)
      digest.update(bytes.span)
      try body(Int64(offset), bytes, digest.value)
    }
  }

  private static func account(_ number: UInt64) -> RecordID { RecordID(high: 1, low: number) }

  /// Of an upload, as `ClipStore` names it.
  private static func object(_ number: UInt64) throws(CommandFailure) -> ObjectName {
    try name("clips/" + RecordID(high: 5, low: number).hexadecimal)
  }

  private static var plain: ObjectName { get throws(CommandFailure) { try name("plain") } }

  private static func name(_ text: String) throws(CommandFailure) -> ObjectName {
    guard let name = ObjectName(text) else { throw CommandFailure(.failure, "\(text) is no name of an object") }
    return name
  }
}
