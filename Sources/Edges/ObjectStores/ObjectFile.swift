internal import Glibc
internal import Ports

/// Owner of the descriptor of one regular file.
final class ObjectFile: Sendable {
  let descriptor: Int32
  private let name: ObjectName

  /// Takes the descriptor over, also when it throws.
  init(adopting descriptor: Int32, name: ObjectName) throws(ObjectError) {
    self.descriptor = descriptor
    self.name = name
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw ObjectError(
        .damaged, operation: "open of object \(name)", reason: "not a regular file",
        hint: "only this program should write in its folder")
    }
  }

  deinit { Glibc.close(descriptor) }

  var byteCount: Int64 {
    get throws(ObjectError) {
      var status = stat()
      guard unsafe fstat(descriptor, &status) == 0 else {
        throw ObjectError(errno, operation: "size of object \(name)")
      }
      return Int64(status.st_size)
    }
  }

  /// What lies beyond the end is cut.
  func read(_ range: Range<Int64>) throws(ObjectError) -> [UInt8] {
    let operation = "read of object \(name)"
    let size = try byteCount
    let wanted = range.clamped(to: 0..<max(0, size))
    guard Int64(wanted.count) <= FolderObjectStore.maximumReadByteCount else {
      throw ObjectError(.other, operation: operation, reason: "a read gives 64 MiB at most")
    }
    var code: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: wanted.count) { buffer, count in
      while count < wanted.count {
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
        let got = unsafe pread(descriptor, rest.baseAddress, wanted.count - count, off_t(wanted.lowerBound) + count)
        if got > 0 {
          count += got
        } else if got == 0 {
          return
        } else if errno != EINTR {
          code = errno
          return
        }
      }
    }
    guard code == 0 else { throw ObjectError(code, operation: operation) }
    return bytes
  }

  /// All of it, or an error.
  func write(_ bytes: Span<UInt8>, at offset: Int64) throws(ObjectError) {
    let code = unsafe bytes.withUnsafeBytes { buffer -> Int32 in
      var done = 0
      while done < buffer.count {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
        let written = unsafe pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset) + done)
        if written >= 0 {
          done += written
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
    guard code == 0 else { throw ObjectError(code, operation: "append to object \(name)") }
  }
}
