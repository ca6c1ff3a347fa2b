internal import Synchronization

// The handler's side of an exchange.
extension Exchange: RequestBodySource {
  /// What is to be done with the head: a route's handler, or a refusal.
  func assign(_ head: RequestHead) -> (Assignment?, Request?, refusal: ProblemDetails?) {
    let configuration = dispatcher.configuration
    if dispatcher.isDraining { return (nil, nil, .stopping) }
    if target.utf8.count > configuration.maximumTargetBytes {
      let detail = "The target of a request may have \(configuration.maximumTargetBytes) bytes at most."
      return (nil, nil, ProblemDetails(.targetTooLong, detail: detail, headers: ["Connection": "close"]))
    }
    if let problem = head.problem(configuration) { return (nil, nil, problem) }
    guard let target = RequestTarget(target) else {
      return (nil, nil, ProblemDetails(.badRequest, detail: "The target of the request cannot be read."))
    }
    let assignment = dispatcher.router.assign(head.method, target)
    let request = Request(
      method: head.method, segments: target.segments, parameters: assignment.parameters, query: target.query,
      headers: head.headers, body: RequestBody(source: self))
    return (assignment, request, nil)
  }

  /// Starts the handler and suspends the connection. The task's `finish` waits for the lock that is held here.
  func start(_ state: inout State) -> Bool {
    guard let work = state.work else { return false }
    guard dispatcher.enterHandler() else {
      let refusal = ProblemDetails.overloaded.response
      state.response = refusal
      return state.stage == .received ? deliver(refusal, &state) : answerBeforeContent(&state)
    }
    let (handler, request) = (work.assignment.handler, work.request)
    state.work?.task = Task {
      let response: Response
      do {
        response = try await handler(request)
      } catch {
        response = ProblemDetails(describing: error).response
      }
      self.dispatcher.leaveHandler()
      self.finish(response)
    }
    return suspend(&state)
  }

  /// The handler's answer; ignored where another one went before it or nobody waits any more.
  func finish(_ response: Response) {
    state.withLock { state in
      state.work?.task = nil
      guard state.response == nil, state.status == nil, state.stage != .completed else { return }
      state.response = response.headers.areSendable ? response : ProblemDetails(.internalServerError).response
      resume(&state)
    }
  }

  func nextChunk() async throws(RequestBodyError) -> [UInt8]? {
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        state.withLock { state in
          precondition(state.content.waiter == nil, "the content of a request has one reader")
          state.content.waiter = continuation
          serveReader(&state)
        }
      }
    } onCancel: {
      state.withLock { $0.content.wake(.failure(.cancelled)) }
    }
    return try result.get()
  }

  /// Answers the reader that waits, or lets the connection bring more.
  private func serveReader(_ state: inout State) {
    if let chunk = state.content.chunk {
      state.content.chunk = nil
      state.content.lastProgress = .now
      state.content.wake(.success(chunk))
      if state.stage == .receiving { resume(&state) }
    } else if let failure = state.content.failure {
      state.content.wake(.failure(failure))
    } else if state.content.isComplete {
      state.content.wake(.success(nil))
    } else if Task.isCancelled {
      state.content.wake(.failure(.cancelled))
    } else {
      state.content.isWanted = true
      resume(&state)
    }
  }
}
