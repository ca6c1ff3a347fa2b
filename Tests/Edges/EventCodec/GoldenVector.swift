import Foundation
import Testing

/// One file of `Tests/Vectors`: bytes that `protoc` wrote.
struct GoldenVector: Sendable, CustomTestStringConvertible {
  var message: MessageKind
  /// The file's name without folder and ending.
  var name: String
  var bytes: [UInt8]

  var testDescription: String { name }

  /// The root of the package, five folders up.
  static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let folder = package.appending(path: "Tests/Vectors")

  /// Those that a codec takes and gives back.
  static let published: [GoldenVector] = files(in: "v1").compactMap { url in
    vector(url, message: url.lastPathComponent.prefix { $0 != "-" })
  }

  static func named(_ name: String) throws -> [UInt8] {
    try #require(published.first { $0.name == name }, "there is no vector \(name)").bytes
  }

  /// Those that a codec refuses: the name begins with the fault.
  static let rejected: [(vector: GoldenVector, fault: String)] = files(in: "Rejected").compactMap { url in
    let parts = url.lastPathComponent.split(separator: "-", maxSplits: 2)
    guard parts.count == 3, let vector = vector(url, message: parts[1]) else { return nil }
    return (vector, String(parts[0]))
  }

  static func files(in name: String) -> [URL] {
    let found = try? FileManager.default.contentsOfDirectory(
      at: folder.appending(path: name), includingPropertiesForKeys: nil)
    return (found ?? []).filter { $0.pathExtension == "bin" }.sorted { $0.path < $1.path }
  }

  private static func vector(_ url: URL, message: Substring) -> GoldenVector? {
    guard let kind = MessageKind(rawValue: String(message)), let data = try? Data(contentsOf: url) else { return nil }
    return GoldenVector(message: kind, name: url.deletingPathExtension().lastPathComponent, bytes: Array(data))
  }
}
