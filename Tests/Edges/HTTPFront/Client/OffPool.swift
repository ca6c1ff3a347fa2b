internal import Dispatch

/// Runs blocking work on a thread of its own: a test that blocked Swift's pool would starve the handlers it waits for.
func offPool<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    // A queue of its own: the global queues share their few threads with that pool.
    DispatchQueue(label: "client").async { continuation.resume(with: Result { try work() }) }
  }
}
