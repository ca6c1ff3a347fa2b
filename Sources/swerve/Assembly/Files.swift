import Core
import Foundation

/// Reading and writing of small files, with errors that say what, where and what to do.
enum Files {
  static func read(_ path: String, limit: Int = 64 << 20) throws(CommandFailure) -> [UInt8] {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw CommandFailure(.noInput, "\(path) cannot be opened; is the name right, and may this user read it?")
    }
    defer { try? handle.close() }
    guard let data = try? handle.read(upToCount: limit + 1) else {
      throw CommandFailure(.inputOutput, "\(path) cannot be read")
    }
    if data.count > limit { throw CommandFailure(.data, "\(path) is larger than \(limit) bytes") }
    return Array(data)
  }

  /// Writes beside the file and renames: the file is there whole or not at all. `secret`: for its owner's eyes only. What is
  /// no regular file (a device, a pipe, a link) is written into: renaming would put a file in its place.
  static func write(_ bytes: [UInt8], to path: String, secret: Bool = false, replacing: Bool = true)
    throws(CommandFailure)
  {
    if !replacing, FileManager.default.fileExists(atPath: path) {
      throw CommandFailure(.cannotCreate, "\(path) is there already; it is not replaced")
    }
    let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    if let kind, kind != .typeRegular, kind != .typeDirectory, !secret { return try writeInto(path, bytes) }
    let beside = path + ".new"
    // What a crash left there is not written into: it may be a link, or open to others.
    unsafe unlink(beside)
    defer { unsafe unlink(beside) }
    let isWritten = Self.create(beside, bytes, mode: secret ? 0o600 : 0o644)
    // A link, unlike a renaming, replaces nothing.
    let isPlaced = isWritten && (unsafe replacing ? rename(beside, path) : link(beside, path)) == 0
    if !isPlaced, isWritten, !replacing, errno == EEXIST {
      throw CommandFailure(.cannotCreate, "\(path) is there already; it is not replaced")
    }
    guard isPlaced else {
      throw CommandFailure(
        .cannotCreate, "\(path) cannot be written; does its folder exist, and may this user write there?")
    }
  }

  /// Makes the file with its permissions, so that no other user can open it before they are set, and waits for the disk.
  private static func create(_ path: String, _ bytes: [UInt8], mode: mode_t) -> Bool {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard descriptor >= 0 else { return false }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    return (try? handle.write(contentsOf: Data(bytes))) != nil && fsync(descriptor) == 0
  }

  private static func writeInto(_ path: String, _ bytes: [UInt8]) throws(CommandFailure) {
    guard let handle = FileHandle(forWritingAtPath: path) else {
      throw CommandFailure(.cannotCreate, "\(path) cannot be written; may this user write there?")
    }
    defer { try? handle.close() }
    do { try handle.write(contentsOf: Data(bytes)) } catch {
      throw CommandFailure(.inputOutput, "\(path) cannot be written to its end")
    }
  }

  /// What a file of 64 hexadecimal digits holds: a key of 32 bytes.
  /// - Parameter maker: what makes such a file, for who has another one.
  static func key(_ path: String, maker: String) throws(CommandFailure) -> [UInt8] {
    let text = String(decoding: try read(path, limit: 4_096), as: UTF8.self)
    guard let bytes = Hexadecimal.decode(text.filter { !$0.isWhitespace }), bytes.count == 32 else {
      throw CommandFailure(.data, "\(path) is no key: it must hold 64 hexadecimal digits (\(maker))")
    }
    return bytes
  }

  static func isFolder(_ path: String) -> Bool {
    (try? URL(filePath: path).resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
  }

  static func makeFolder(_ path: String, secret: Bool) throws(CommandFailure) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: secret ? 0o700 : 0o755])
    } catch {
      throw CommandFailure(.cannotCreate, "the folder \(path) cannot be made; may this user write there?")
    }
  }
}
