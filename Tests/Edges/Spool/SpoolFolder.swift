import Core
import Foundation
import Spool

/// A folder for one spool; gone with its last user.
final class SpoolFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: "spool-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

  var path: String { url.appending(path: "spool.db").path(percentEncoded: false) }

  func open(_ limits: SpoolLimits = SpoolLimits()) throws -> Spool { try Spool(path: path, limits: limits) }

  deinit { try? FileManager.default.removeItem(at: url) }
}

/// The record that stands at `number` in the camera's input.
func record(_ number: Int, plane: SpoolPlane = .network, bytes: Int = 20, withID: Bool = true) -> SpoolEntry {
  SpoolEntry(
    plane: plane, topic: "network.sightings", key: Array("key \(number)".utf8),
    value: (0..<bytes).map { UInt8(truncatingIfNeeded: number &+ $0) },
    timestamp: Timestamp(milliseconds: 1_700_000_000_000 + Int64(number)),
    deduplicationID: withID ? Array("record \(number)".utf8) : nil)
}
