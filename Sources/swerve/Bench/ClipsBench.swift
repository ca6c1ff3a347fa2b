import Core
import Foundation
import ObjectStores
import Ports
import Sealing

extension Bench {
  /// Footage as it lands: pieces of 1 MiB, each sealed, written and on the disk before the next, against the same pieces
  /// written as they are. Events a second are durable MiB a second.
  static let clips = Bench(
    name: "clips", unit: "durable MiB", events: 64, countedEvents: 8,
    subject: Workload("seal, write, fdatasync") { events, seed in
      let (piece, folder) = (LandingFootage.piece(seed), try LandingFolder())
      return { count in
        let part = try folder.newPart()
        let sealer = try ChunkSealer(ClipKey.generate(), context: Array("bench".utf8))
        let header = sealer.header
        try part.append(header.span)
        for _ in 0..<count {
          let sealed = sealer.seal(piece.span)
          try part.append(sealed.span)
          try part.synchronize()
        }
        let last = sealer.finish()
        try part.append(last.span)
        try part.finish()
        try folder.empty()
      }
    },
    reference: Workload("write, fdatasync") { events, seed in
      let (piece, folder) = (LandingFootage.piece(seed), try LandingFolder())
      return { count in
        let part = try folder.newPart()
        for _ in 0..<count {
          try part.append(piece.span)
          try part.synchronize()
        }
        try part.finish()
        try folder.empty()
      }
    })
}

private enum LandingFootage {
  static func piece(_ seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    return (0..<(1 << 17)).flatMap { _ in
      let bits = random.next()
      return (0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
    }
  }
}

/// An object store in a folder that goes with it.
private final class LandingFolder {
  private let path = NSTemporaryDirectory() + "/swerve-bench-\(UUID().uuidString)"
  private let store: FolderObjectStore
  private let name: ObjectName

  init() throws {
    guard let name = ObjectName("clip") else { preconditionFailure("a plain name") }
    self.name = name
    try Files.makeFolder(path, secret: true)
    store = try FolderObjectStore(path: path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func newPart() throws -> any ObjectPart { try store.openPart(name) }
  func empty() throws { try store.delete(name) }
}
