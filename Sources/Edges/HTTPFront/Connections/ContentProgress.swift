/// Where the content of a request stands between the connection and the handler.
struct ContentProgress {
  /// Bytes this request may have.
  var limit = 0
  var received = 0
  /// Read and thrown away after the answer was known.
  var discarded = 0
  /// The one piece that waits for the handler.
  var chunk: [UInt8]?
  /// The handler has asked at least once.
  var isWanted = false
  var isComplete = false
  var failure: RequestBodyError?
  var waiter: CheckedContinuation<Result<[UInt8]?, RequestBodyError>, Never>?
  /// When content last moved, or the head came.
  var lastProgress = ContinuousClock.now

  /// Gives the waiting handler its answer, if one waits.
  mutating func wake(_ result: Result<[UInt8]?, RequestBodyError>) {
    waiter?.resume(returning: result)
    waiter = nil
  }

  mutating func fail(_ error: RequestBodyError) {
    if failure == nil { failure = error }
    wake(.failure(error))
  }
}
