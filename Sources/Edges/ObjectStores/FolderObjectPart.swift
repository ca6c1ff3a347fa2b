internal import Core
internal import Glibc
internal import Ports

/// A file on its way to be an object. One holder at a time, also among processes: the file is locked.
final class FolderObjectPart: ObjectPart {
  private let name: ObjectName
  private let folder: Folder
  private let finished: Folder
  private var file: ObjectFile?
  private(set) var byteCount: Int64
  /// After a failed fdatasync the kernel may have dropped what was written: nothing can be said of the file any more
  /// until it is opened and read again.
  private var isUncertain = false

  init(_ name: ObjectName, in folder: Folder, finishedIn finished: Folder) throws(ObjectError) {
    self.name = name
    self.folder = folder
    self.finished = finished
    let file = try folder.open(name, flags: O_RDWR | O_CREAT)
    guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw ObjectError(
        .inUse, operation: "open of part \(name)", reason: "another process or request has it open",
        hint: "try again when it has ended")
    }
    byteCount = try file.byteCount
    self.file = file
    try folder.synchronize()
  }

  func append(_ bytes: Span<UInt8>) throws(ObjectError) {
    let file = try open("append to")
    do {
      try file.write(bytes, at: byteCount)
    } catch {
      // A part of the bytes may be there. Where even cutting fails, they lie behind `byteCount` and are written over.
      _ = ftruncate(file.descriptor, off_t(byteCount))
      throw error
    }
    byteCount += Int64(bytes.count)
  }

  func synchronize() throws(ObjectError) {
    let file = try open("synchronize")
    guard fdatasync(file.descriptor) == 0 else {
      let code = errno
      isUncertain = true
      throw ObjectError(code, operation: "fdatasync of part \(name)")
    }
  }

  func truncate(to byteCount: Int64) throws(ObjectError) {
    let file = try open("truncate")
    guard byteCount < self.byteCount else { return }
    guard ftruncate(file.descriptor, off_t(max(0, byteCount))) == 0 else {
      throw ObjectError(errno, operation: "truncation of part \(name)")
    }
    self.byteCount = max(0, byteCount)
  }

  func read(_ range: Range<Int64>) throws(ObjectError) -> [UInt8] {
    try open("read").read(range.clamped(to: 0..<byteCount))
  }

  func finish() throws(ObjectError) {
    try synchronize()
    try folder.move(name, to: finished)
    file = nil
  }

  func discard() throws(ObjectError) {
    file = nil
    try folder.remove(name)
  }

  func close() { file = nil }

  private func open(_ what: String) throws(ObjectError) -> ObjectFile {
    guard let file, !isUncertain else {
      throw ObjectError(
        .other, operation: "\(what) part \(name)", reason: file == nil ? "it is closed" : "an earlier fdatasync failed",
        hint: "open it again")
    }
    return file
  }
}
