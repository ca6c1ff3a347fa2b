internal import Foundation

/// Runs blocking work on a thread of its own, so that it does not hold up the few threads tests share.
public func onOwnThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    let thread = Thread { continuation.resume(with: Swift.Result(catching: body)) }
    thread.stackSize = 1 << 20
    thread.start()
  }
}
