internal import Glibc

/// A file, a pipe or standard input, read with read(2).
public final class FileByteSource: ByteSource {
  private let descriptor: Int32
  private let closesDescriptor: Bool
  private let name: String
  /// Made once, because clearing it for every read costs more than the reading.
  private var window = [UInt8](repeating: 0, count: 65_536)

  /// Opens a file for reading; `deinit` closes it.
  public init(path: String) throws(RecordingFault) {
    let opened = unsafe path.withCString { unsafe open($0, O_RDONLY | O_CLOEXEC) }
    guard opened >= 0 else {
      throw RecordingFault(
        operation: "open the recording", subject: path, reason: Self.words(of: errno),
        hint: "give the path of a file or folder that this user may read")
    }
    descriptor = opened
    closesDescriptor = true
    name = path
  }

  /// Reads from a descriptor that stays its owner's, as standard input does.
  public init(borrowing descriptor: Int32, name: String) {
    self.descriptor = descriptor
    closesDescriptor = false
    self.name = name
  }

  deinit {
    if closesDescriptor { _ = close(descriptor) }
  }

  public func read(into buffer: inout [UInt8], limit: Int) throws(RecordingFault) -> Int {
    precondition(limit > 0, "a read asks for at least one byte")
    let room = min(limit, window.count)
    var count = -1
    repeat {
      count = unsafe window.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, room) }
    } while count < 0 && errno == EINTR
    buffer.append(contentsOf: window[..<max(0, count)])
    guard count >= 0 else {
      throw RecordingFault(
        operation: "read the recording", subject: name, reason: Self.words(of: errno),
        hint: "check the file system and the connection of the device")
    }
    return count
  }

  /// True for a folder; false for anything else, also for nothing at all.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    guard unsafe path.withCString({ unsafe stat($0, &status) }) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFDIR
  }

  static func exists(_ path: String) -> Bool {
    unsafe path.withCString { unsafe access($0, R_OK) } == 0
  }

  private static func words(of code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file"
    case EACCES: "this user may not read it"
    case EISDIR: "it is a folder"
    case EIO: "the device reports a read error"
    default: "error \(code) of the operating system"
    }
  }
}
