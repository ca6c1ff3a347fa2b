internal import Glibc
internal import Ports

/// An open folder: everything in it is reached from its descriptor, so no path is walked twice. Closed with its last
/// holder.
final class Folder: Sendable {
  private let descriptor: Int32

  init(path: String) throws(ObjectError) {
    descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ObjectError(errno, operation: "open of the folder of objects") }
  }

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// A folder in this one, made if need be.
  func folder(_ name: String) throws(ObjectError) -> Folder {
    let operation = "open of \(name) in the folder of objects"
    if unsafe mkdirat(descriptor, name, 0o700) != 0, errno != EEXIST { throw ObjectError(errno, operation: operation) }
    let opened = unsafe openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard opened >= 0 else { throw ObjectError(errno, operation: operation) }
    return Folder(descriptor: opened)
  }

  /// Names that were made, renamed or removed are so on the disk when this returns.
  func synchronize() throws(ObjectError) {
    guard fsync(descriptor) == 0 else { throw ObjectError(errno, operation: "fsync of a folder of objects") }
  }

  func open(_ name: ObjectName, flags: Int32) throws(ObjectError) -> ObjectFile {
    let opened = unsafe openat(descriptor, Self.fileName(name), flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard opened >= 0 else { throw ObjectError(errno, operation: "open of object \(name)") }
    return try ObjectFile(adopting: opened, name: name)
  }

  /// What is not there is no error.
  func remove(_ name: ObjectName) throws(ObjectError) {
    if unsafe unlinkat(descriptor, Self.fileName(name), 0) != 0 {
      if errno == ENOENT { return }
      throw ObjectError(errno, operation: "deletion of object \(name)")
    }
    try synchronize()
  }

  func move(_ name: ObjectName, to other: Folder) throws(ObjectError) {
    let file = Self.fileName(name)
    guard unsafe renameat(descriptor, file, other.descriptor, file) == 0 else {
      throw ObjectError(errno, operation: "renaming of object \(name)")
    }
    try other.synchronize()
    try synchronize()
  }

  /// What is no name of ours is passed over.
  func names() throws(ObjectError) -> [ObjectName] {
    let operation = "listing of a folder of objects"
    let copy = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0 else { throw ObjectError(errno, operation: operation) }
    guard let listing = unsafe fdopendir(copy) else {
      let code = errno
      close(copy)
      throw ObjectError(code, operation: operation)
    }
    defer { unsafe closedir(listing) }
    var names: [ObjectName] = []
    while let entry = unsafe readdir(listing) {
      let text = unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
        unsafe start.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if !text.hasPrefix("."), let name = ObjectName(String(text.map { $0 == "." ? "/" : $0 })) { names.append(name) }
    }
    return names.sorted { $0.text < $1.text }
  }

  private static func fileName(_ name: ObjectName) -> String { String(name.text.map { $0 == "/" ? "." : $0 }) }
}
