internal import CPostgres
internal import Glibc
internal import Ports

/// Starts programs of PostgreSQL with `posix_spawn`, with an open pipe at their standard input where they are to live as
/// long as this process.
@safe enum Program {
  /// Descriptors this process has at most; closing one that is not open does no harm.
  private static let descriptorsMax: Int32 = 1_024

  /// Runs it to its end; standard output and error go to the file.
  /// - Throws: `.other` with the last line it said.
  static func run(_ words: [String], output: String, operation: String) throws(ViewError) {
    let process = try start(words, input: nil, output: output, operation: operation)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { break }
    }
    guard status == 0 else {
      throw ViewError(
        .other, operation: operation, reason: "\(words.first ?? "") ended with \((status >> 8) & 0xff)",
        hint: "see \(output)")
    }
  }

  /// Starts a shell that waits for the end of its standard input, then does what the script says.
  /// - Returns: the writing end: closed with this process at the latest.
  static func startWatcher(_ script: String, _ arguments: [String], operation: String) throws(ViewError) -> Int32 {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else {
      throw ViewError(.other, operation: operation, reason: "no pipe: errno \(errno)")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    _ = try start(
      ["/bin/sh", "-c", "cat > /dev/null; " + script] + arguments, input: ends[0], output: "/dev/null",
      operation: operation)
    return ends[1]
  }

  private static func start(
    _ words: [String], input: Int32?, output: String, operation: String
  ) throws(ViewError) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    if let input {
      unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    for descriptor in 3..<descriptorsMax { unsafe posix_spawn_file_actions_addclose(&actions, descriptor) }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // A thread that blocks signals would hand that down; and Ctrl-C is for this process, which ends the others in order.
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
    var process: pid_t = 0
    let code = unsafe posix_spawnp(&process, words.first ?? "", &actions, &attributes, &pointers, environ)
    guard code == 0 else {
      throw ViewError(.other, operation: operation, reason: "\(words.first ?? "") cannot be started: errno \(code)")
    }
    return process
  }
}
