internal import Glibc

/// A file as it can be answered.
struct ServedFile {
  let tag: EntityTag
  let size: Int64
  let body: (Range<Int64>) throws -> ResponseBody
}

protocol FileSource: Sendable {
  /// - Parameter segments: plain names.
  func file(_ segments: [String]) -> ServedFile?
}

/// Files in memory, their tags computed once.
struct MemorySource: FileSource {
  private let files: [String: (bytes: [UInt8], tag: EntityTag)]

  init(_ files: [String: [UInt8]]) {
    self.files = files.mapValues { ($0, EntityTag(of: $0)) }
  }

  func file(_ segments: [String]) -> ServedFile? {
    guard let (bytes, tag) = files[segments.joined(separator: "/")] else { return nil }
    return ServedFile(tag: tag, size: Int64(bytes.count)) { range in
      .bytes(Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
    }
  }
}

/// Files below a folder, opened name by name so that no link can lead out of it.
struct FolderSource: FileSource {
  let root: String

  func file(_ segments: [String]) -> ServedFile? {
    guard let name = segments.last, let folder = openFolder(segments.dropLast()) else { return nil }
    defer { close(folder) }
    let descriptor = unsafe openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0, let content = try? FileContent(adopting: descriptor) else { return nil }
    return ServedFile(tag: EntityTag(of: content), size: content.size) { range in
      .file(try content.limited(to: range))
    }
  }

  /// A descriptor whose owner closes it.
  private func openFolder(_ segments: some Sequence<String>) -> Int32? {
    var folder = unsafe open(root, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    for segment in segments where folder >= 0 {
      let next = unsafe openat(folder, segment, O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW)
      close(folder)
      folder = next
    }
    return folder >= 0 ? folder : nil
  }
}
