internal import Glibc
internal import Synchronization

/// Starts programs with `posix_spawn`; Foundation's `Process` waits on a run loop, which tests' threads do not have.
@safe public enum ChildProcess {
  public struct Failed: Error {
    public var reason: String
  }

  /// Descriptors a test process has at most; closing one that is not open does no harm.
  private static let descriptorsMax: Int32 = 1_024

  /// Held while a pipe is made and while a program is started, so that no program inherits another's pipe.
  private static let starting = Mutex(())

  /// Runs the program to its end, standard output and error into the file.
  /// - Returns: its exit status; 128 + signal where a signal ended it.
  public static func run(_ path: String, _ arguments: [String], output: String) throws -> Int32 {
    try wait(for: start(path, arguments, output: output))
  }

  /// Starts the program, standard output and error appended to the file. The caller waits for it.
  public static func start(
    _ path: String, _ arguments: [String], output: String, input: String = "/dev/null"
  ) throws -> Int32 {
    try starting.withLock { _ in
      try unsafe start(path, arguments) { actions in
        unsafe posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
      }
    }
  }

  /// - Returns: its exit status; 128 + signal where a signal ended it.
  public static func wait(for process: Int32) throws -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw Failed(reason: "waiting for process \(process): errno \(errno)") }
    }
    return exitStatus(status)
  }

  /// Nil while it runs.
  public static func hasEnded(_ process: Int32) throws -> Int32? {
    var status: Int32 = 0
    switch unsafe waitpid(process, &status, WNOHANG) {
    case 0: return nil
    case process: return exitStatus(status)
    default: throw Failed(reason: "asking for process \(process): errno \(errno)")
    }
  }

  /// Starts what ends that process with kill -9 when this one ends, however it ends; to be let go with `letGo` once it was
  /// waited for.
  public static func endWithThisProcess(_ process: Int32) throws -> Int32 {
    try startWatching("/bin/sh", ["-c", "read -r word || kill -9 \"$0\"", String(process)])
  }

  /// The watcher ends without doing anything.
  public static func letGo(_ lifeline: Int32) {
    _ = unsafe write(lifeline, "\n", 1)
    close(lifeline)
  }

  /// Only for a process that was started here and not waited for yet: its number cannot be another's.
  public static func signal(_ number: Int32, to process: Int32) { _ = kill(process, number) }

  private static func exitStatus(_ status: Int32) -> Int32 {
    status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }

  /// Starts a program whose standard input ends when this process closes the returned descriptor, or ends itself.
  public static func startWatching(_ path: String, _ arguments: [String]) throws -> Int32 {
    try starting.withLock { _ in
      var ends: [Int32] = [0, 0]
      guard unsafe pipe(&ends) == 0 else { throw Failed(reason: "no pipe: errno \(errno)") }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      defer { close(ends[0]) }
      _ = try unsafe start(path, arguments) { actions in
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
      }
      return ends[1]
    }
  }

  private static func start(
    _ path: String, _ arguments: [String], _ prepare: (inout posix_spawn_file_actions_t) -> Void
  ) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe prepare(&actions)
    // A broker that inherits a connection of the embedded one would keep it open after it was cut.
    for descriptor in 3..<descriptorsMax { unsafe posix_spawn_file_actions_addclose(&actions, descriptor) }
    var words: [UnsafeMutablePointer<CChar>?] = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
    defer { for index in unsafe words.indices { unsafe free(words[index]) } }
    // A task's thread blocks signals, and a program inherits that: it could not be ended politely.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var process: pid_t = 0
    let code = unsafe posix_spawn(&process, path, &actions, &attributes, &words, environ)
    guard code == 0 else { throw Failed(reason: "starting \(path): errno \(code)") }
    return process
  }
}
