internal import Core
internal import Glibc
internal import Synchronization

/// One open stream: what waits for it, and whether its connection sleeps.
final class StreamSubscriber: StreamSource {
  let number: UInt64
  let topics: Set<UInt64>
  private let hub: EventStreamHub
  private let farewell: StreamPayload
  private let sendBufferBytes: Int?
  private let state: Mutex<State>

  private struct State {
    /// Given at the start; not counted as pending, because it is bounded by the replay buffer or by the owner.
    var backlog: ArraySlice<StreamPayload> = []
    var pending: ArraySlice<StreamPayload> = []
    var pendingBytes = 0
    /// Bytes already taken of the payload that is being sent.
    var offset = 0
    var current: StreamPayload?
    var connection: StreamConnection?
    var isSuspended = false
    var isEnding = false
    /// Something was sent since the last heartbeat's turn.
    var wasActive = true
  }

  init(number: UInt64, topics: Set<UInt64>, hub: EventStreamHub, configuration: EventStreamConfiguration) {
    self.number = number
    self.topics = topics
    self.hub = hub
    farewell = .retry(milliseconds: configuration.retryDelay.milliseconds)
    sendBufferBytes = configuration.sendBufferBytes
    var state = State()
    state.current = farewell
    self.state = Mutex(state)
  }

  /// What it gets before all else; before its connection is attached.
  func begin(with backlog: [StreamPayload]) {
    state.withLock { if !$0.isEnding { $0.backlog = backlog[...] } }
  }

  // MARK: The hub's side

  enum Offer {
    case taken
    /// It had fallen too far behind, and is on its way out now.
    case tooSlow
    /// It was on its way out already.
    case ending
  }

  func offer(_ payload: StreamPayload, limit: Int) -> Offer {
    state.withLock { state in
      guard !state.isEnding else { return .ending }
      guard payload.bytes.count <= limit - state.pendingBytes else {
        end(&state)
        return .tooSlow
      }
      state.pending.append(payload)
      state.pendingBytes += payload.bytes.count
      wake(&state)
      return .taken
    }
  }

  /// A comment, if nothing was sent since the last turn and nothing waits.
  func heartbeat() {
    state.withLock { state in
      defer { state.wasActive = false }
      guard !state.wasActive, state.isSuspended, !state.isEnding else { return }
      state.current = .heartbeat
      state.offset = 0
      wake(&state)
    }
  }

  /// Lets the payload that is being sent go out whole, then says goodbye.
  func close() {
    state.withLock { state in
      if !state.isEnding { end(&state) }
    }
  }

  private func end(_ state: inout State) {
    state.isEnding = true
    state.backlog = []
    state.pending = [farewell]
    state.pendingBytes = 0
    wake(&state)
  }

  private func wake(_ state: inout State) {
    guard state.isSuspended else { return }
    state.isSuspended = false
    state.connection?.resume()
  }

  // MARK: The connection's side

  func attach(_ connection: StreamConnection) {
    if let sendBufferBytes {
      var size = Int32(clamping: sendBufferBytes)
      unsafe setsockopt(
        connection.socket, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    state.withLock { $0.connection = connection }
  }

  func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int? {
    hub.waitForRound()
    return state.withLock { state in
      var filled = 0
      while filled < buffer.count, let payload = nextPayload(&state) {
        let count = min(payload.bytes.count - state.offset, buffer.count - filled)
        unsafe payload.bytes.withUnsafeBytes { bytes in
          unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<(filled + count)])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[state.offset..<(state.offset + count)]))
        }
        filled += count
        state.offset += count
        if state.offset == payload.bytes.count { (state.current, state.offset) = (nil, 0) }
      }
      if filled > 0 {
        state.wasActive = true
        return filled
      }
      guard !state.isEnding, let connection = state.connection, connection.suspend() else { return nil }
      state.isSuspended = true
      return 0
    }
  }

  private func nextPayload(_ state: inout State) -> StreamPayload? {
    if let current = state.current { return current }
    if let payload = state.backlog.popFirst() {
      state.current = payload
    } else if let payload = state.pending.popFirst() {
      state.pendingBytes = max(0, state.pendingBytes - payload.bytes.count)
      state.current = payload
      if state.pending.isEmpty { state.pending = [] }
    }
    return state.current
  }

  func abort() {
    state.withLock { state in
      state.isEnding = true
      wake(&state)
    }
  }

  func ended() { hub.remove(self) }
}
