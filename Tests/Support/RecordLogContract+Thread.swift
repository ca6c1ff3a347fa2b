internal import Foundation

/// Runs blocking work on a thread of its own, so that it does not hold up the few threads tests share. What the work
/// expects is reported for the test that called.
public func onOwnThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
  try await withTaskExecutorPreference(OwnThread()) { try await there(body) }
}

/// Leaves the caller's executor for the preferred one.
@concurrent private func there<Result: Sendable>(_ body: @Sendable () throws -> Result) async throws -> Result {
  try body()
}

/// A thread for each job.
private final class OwnThread: TaskExecutor {
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let thread = Thread { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    thread.stackSize = 1 << 20
    thread.start()
  }
}
