internal import Glibc
internal import Ports

extension ObjectError {
  /// - Parameter code: an `errno`.
  init(_ code: Int32, operation: String) {
    let (kind, hint): (Kind, String) =
      switch code {
      case ENOSPC, EDQUOT, EFBIG: (.diskFull, "free space on the disk, or raise the limit of its user")
      case ENOENT: (.missing, "")
      case EACCES, EPERM, EROFS: (.notAuthorized, "this user must be able to write in the folder of objects")
      case ELOOP, ENOTDIR, EISDIR: (.damaged, "only this program should write in its folder")
      case EIO: (.unavailable, "the disk does not answer as it should; look at its health")
      case EMFILE, ENFILE: (.unavailable, "raise the limit of open files")
      default: (.other, "")
      }
    self.init(kind, operation: operation, reason: unsafe String(cString: strerror(code)), hint: hint)
  }
}
