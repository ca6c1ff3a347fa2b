internal import Synchronization

// The library's side of an exchange: what to do when it calls. Each function runs on the connection's own thread.
extension Exchange {
  /// The head is complete.
  /// - Returns: false: the connection must end.
  func open(_ head: RequestHead) -> Bool {
    let (assignment, request, refusal) = assign(head)
    return state.withLock { state in
      state.head = HeadSummary(
        method: head.method, template: assignment?.template ?? Router.unmatchedTemplate,
        declaredLength: head.declaredLength, expectsContinue: head.expectsContinue)
      state.content.limit = assignment?.bodyLimit ?? dispatcher.configuration.maximumBodyBytes
      state.content.lastProgress = .now
      state.content.isComplete = !head.hasBody
      if let assignment, let request { state.work = Work(assignment: assignment, request: request) }
      if let refusal {
        state.response = refusal.response
      } else if let declared = head.declaredLength, declared > state.content.limit {
        state.response = ProblemDetails.contentTooLarge(limit: state.content.limit).response
      }
      guard head.hasBody else {
        // The library calls again at once; an answer now would end the connection.
        state.stage = .receiving
        return true
      }
      state.stage = .holdingContent
      return state.response == nil ? start(&state) : answerBeforeContent(&state)
    }
  }

  /// Nothing new came: all content is there, or the connection was resumed.
  func proceed() -> Bool {
    state.withLock { state in
      guard !state.isAborted else { return false }
      switch state.stage {
      case .holdingContent:
        if state.response != nil { return answerBeforeContent(&state) }
        guard state.content.isWanted else { return suspend(&state) }
        state.stage = .receiving
        return true
      case .receiving, .received:
        state.stage = .received
        state.content.isComplete = true
        if state.content.chunk == nil { state.content.wake(.success(nil)) }
        if let response = state.response { return deliver(response, &state) }
        return state.work?.task == nil ? start(&state) : suspend(&state)
      case .delivered: return true
      case .awaitingHead, .lingering, .completed: return false
      }
    }
  }

  /// A piece of content.
  /// - Returns: how many of the bytes are taken; the rest comes again. nil: the connection must end.
  func receive(_ bytes: UnsafeRawBufferPointer) -> Int? {
    state.withLock { state in
      guard !state.isAborted else { return nil }
      switch state.stage {
      case .lingering:
        state.content.discarded += bytes.count
        return state.content.discarded > dispatcher.configuration.maximumLingeringBytes ? nil : bytes.count
      case .receiving where state.response != nil: return discard(bytes.count, &state)
      case .receiving: return unsafe take(bytes, &state)
      case .awaitingHead, .holdingContent, .received, .delivered, .completed: return nil
      }
    }
  }

  private func take(_ bytes: UnsafeRawBufferPointer, _ state: inout State) -> Int? {
    if state.content.failure == nil, bytes.count > state.content.limit - state.content.received {
      state.content.fail(.tooLarge(limit: state.content.limit))
    }
    guard state.content.failure == nil, state.content.chunk == nil else { return suspend(&state) ? 0 : nil }
    state.content.received += bytes.count
    state.content.lastProgress = .now
    let chunk = unsafe Array(bytes)
    if state.content.waiter != nil {
      state.content.wake(.success(chunk))
    } else {
      state.content.chunk = chunk
    }
    return bytes.count
  }

  /// The answer is known and the client still sends: a little more is read for the sake of the connection.
  private func discard(_ count: Int, _ state: inout State) -> Int? {
    guard let response = state.response else { return nil }
    let limit = dispatcher.configuration.maximumDrainedBytes
    let left = (state.head?.declaredLength).map { $0 - state.content.received - state.content.discarded } ?? 0
    state.content.discarded += count
    if state.content.discarded <= limit, left <= limit { return count }
    return sendPastLibrary(response, &state) ? count : nil
  }

  /// The answer is known before any content was asked for.
  func answerBeforeContent(_ state: inout State) -> Bool {
    guard let response = state.response else { return false }
    let declared = state.head?.declaredLength ?? .max
    if state.head?.expectsContinue == true { return deliver(response, &state) }
    if declared <= dispatcher.configuration.maximumDrainedBytes {
      state.stage = .receiving
      return true
    }
    return sendPastLibrary(response, &state) || deliver(response, &state)
  }
}
