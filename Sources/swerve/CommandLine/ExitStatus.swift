/// How the process ends: the shell's conventions, and those of `sysexits.h` (4.3BSD) where they say more.
enum ExitStatus: Int32, Error {
  case success = 0
  case failure = 1
  case usage = 2
  /// EX_DATAERR: the input is wrong.
  case data = 65
  /// EX_NOINPUT: an input file cannot be opened.
  case noInput = 66
  /// EX_UNAVAILABLE: a service that is needed does not answer.
  case unavailable = 69
  /// EX_CANTCREAT: an output file cannot be made.
  case cannotCreate = 73
  /// EX_IOERR
  case inputOutput = 74
  /// EX_NOPERM
  case noPermission = 77
  /// EX_CONFIG: a setting is wrong.
  case configuration = 78
}

/// A failure that has its words and its exit status.
struct CommandFailure: Error {
  var status: ExitStatus
  /// What, where, and what to do.
  var message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }
}
