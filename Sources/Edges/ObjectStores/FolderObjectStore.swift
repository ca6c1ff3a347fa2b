internal import Glibc
public import Ports

/// Objects as files of a local folder, for their owner's eyes only (0700 and 0600).
///
///     objects/NAME    whole objects, durable
///     parts/NAME      what is on its way; an object once it is renamed
///
/// A name's `/` is a `.` in the file's name, which no name has: so names neither escape nor stand in each other's way.
/// Links are not followed.
public final class FolderObjectStore: ObjectStore {
  /// Most bytes one read gives.
  public static let maximumReadByteCount: Int64 = 64 << 20

  private let objects: Folder
  private let unfinished: Folder

  /// - Parameter path: an existing folder of this user's own; the two folders are made in it.
  public init(path: String) throws(ObjectError) {
    let root = try Folder(path: path)
    objects = try root.folder("objects")
    unfinished = try root.folder("parts")
    try root.synchronize()
  }

  public func openPart(_ name: ObjectName) throws(ObjectError) -> any ObjectPart {
    try FolderObjectPart(name, in: unfinished, finishedIn: objects)
  }

  public func parts() throws(ObjectError) -> [ObjectName] { try unfinished.names() }

  public func byteCount(_ name: ObjectName) throws(ObjectError) -> Int64? {
    do { return try objects.open(name, flags: O_RDONLY).byteCount } catch {
      if error.kind == .missing { return nil }
      throw error
    }
  }

  public func read(_ name: ObjectName, _ range: Range<Int64>) throws(ObjectError) -> [UInt8] {
    try objects.open(name, flags: O_RDONLY).read(range)
  }

  public func delete(_ name: ObjectName) throws(ObjectError) {
    for folder in [objects, unfinished] { try folder.remove(name) }
  }
}
