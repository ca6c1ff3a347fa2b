internal import Core
internal import Synchronization

// A task is cancelled outside the lock: its reader's cancellation handler takes the lock at once.
extension Exchange {
  /// A handler that worked too long is cancelled, and its client told so. While a client is the slow one its connection
  /// is not suspended, and the idle timeout counts.
  func expireIfLate(now: ContinuousClock.Instant) {
    let late = state.withLock { state -> Task<Void, Never>? in
      guard let task = state.work?.task, state.isSuspended, state.response == nil,
        now - state.content.lastProgress > .milliseconds(dispatcher.configuration.handlerTimeout.milliseconds)
      else { return nil }
      state.content.fail(.cancelled)
      state.response =
        ProblemDetails(
          .serviceUnavailable, detail: "The request took too long. Try again.", headers: ["Retry-After": "1"]
        ).response
      resume(&state)
      return task
    }
    late?.cancel()
  }

  /// The server ends without waiting any longer.
  func abort() {
    let (task, stream) = state.withLock { state in
      state.isAborted = true
      state.content.fail(.stopping)
      resume(&state)
      return (state.work?.task, state.stream)
    }
    task?.cancel()
    stream?.source.abort()
  }

  /// The library is done with the request; the connection's socket is still open, but the library writes no more.
  func complete(timedOut: Bool) {
    let (record, task, stream) = state.withLock { state in
      let expectsMore = state.stage == .awaitingHead || state.stage == .receiving
      if timedOut, expectsMore {
        let late = ProblemDetails(.requestTimeout, detail: "The rest of the request did not arrive in time.")
        _ = sendPastLibrary(state.response ?? late.response, &state)
      }
      let record = AccessRecord(
        method: state.head?.method.nameForLogs ?? "OTHER", route: state.head?.template ?? Router.unmatchedTemplate,
        status: state.status, duration: ContinuousClock.now - began)
      state.stage = .completed
      state.content.fail(.disconnected)
      defer { (state.work, state.response, state.stream) = (nil, nil, nil) }
      return (record, state.work?.task, state.stream)
    }
    task?.cancel()
    // A stream's source takes a lock of its own when it hears of its end: never under this one.
    withExtendedLifetime(stream) {}
    dispatcher.remove(self)
    dispatcher.configuration.accessLog?(record)
  }
}
