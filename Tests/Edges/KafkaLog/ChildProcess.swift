import Glibc

/// Starts programs with `posix_spawn`; Foundation's `Process` waits on a run loop, which tests' threads do not have.
@safe enum ChildProcess {
  struct Failed: Error {
    var reason: String
  }

  /// Descriptors a test process has at most; closing one that is not open does no harm.
  private static let descriptorsMax: Int32 = 1_024

  /// Runs the program to its end, standard output and error into the file.
  /// - Returns: its exit status; 128 + signal where a signal ended it.
  static func run(_ path: String, _ arguments: [String], output: String) throws -> Int32 {
    let process = try unsafe start(path, arguments) { actions in
      unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw Failed(reason: "waiting for \(path): errno \(errno)") }
    }
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }

  /// Starts a program whose standard input ends when this process closes the returned descriptor, or ends itself.
  static func startWatching(_ path: String, _ arguments: [String]) throws -> Int32 {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw Failed(reason: "no pipe: errno \(errno)") }
    defer { close(ends[0]) }
    _ = try unsafe start(path, arguments) { actions in
      unsafe posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
      unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
      unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    }
    return ends[1]
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
    var process: pid_t = 0
    let code = unsafe posix_spawn(&process, path, &actions, nil, &words, environ)
    guard code == 0 else { throw Failed(reason: "starting \(path): errno \(code)") }
    return process
  }
}
