internal import Glibc

/// An open regular file, or a range of it, to be sent. Closed with its last reference.
public final class FileContent: Sendable {
  public struct OpenError: Error, Hashable, Sendable {
    public let operation: String
    public let reason: String
  }

  /// Ours alone until `deinit` closes it; reads name their offset, so it has no position to share.
  let descriptor: Int32
  /// Bytes of the whole file when it was opened.
  public let size: Int64
  /// Nanoseconds since 1970 of the last change.
  public let modified: Int64
  /// The part to send.
  public let range: Range<Int64>

  /// - Throws: the file cannot be opened, or is not a regular one. The error does not name the path.
  public convenience init(path: String, range: Range<Int64>? = nil) throws(OpenError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw OpenError(operation: "open of a file to send", reason: unsafe String(cString: strerror(errno)))
    }
    try self.init(adopting: descriptor, range: range)
  }

  /// Takes the descriptor over, also when it throws.
  init(adopting descriptor: Int32, range: Range<Int64>? = nil) throws(OpenError) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw OpenError(operation: "open of a file to send", reason: "not a regular file")
    }
    let size = Int64(status.st_size)
    self.descriptor = descriptor
    self.size = size
    modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    self.range = (range ?? 0..<size).clamped(to: 0..<size)
  }

  private init(descriptor: Int32, of whole: FileContent, range: Range<Int64>) {
    self.descriptor = descriptor
    size = whole.size
    modified = whole.modified
    self.range = range.clamped(to: 0..<whole.size)
  }

  /// The same file, another part of it.
  public func limited(to range: Range<Int64>) throws(OpenError) -> FileContent {
    FileContent(descriptor: try duplicate(), of: self, range: range)
  }

  /// A second descriptor, whose owner closes it.
  func duplicate() throws(OpenError) -> Int32 {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else {
      throw OpenError(operation: "second use of a file to send", reason: unsafe String(cString: strerror(errno)))
    }
    return copy
  }

  deinit { close(descriptor) }
}
