internal import CMicroHTTPD
internal import Synchronization

/// One request and its answer on a connection of the library.
///
/// Two sides meet here under one lock: the library's thread, which brings the head, the content piece by piece and
/// takes the answer; and the handler's task, which pulls content and gives the answer. While the library waits for the
/// handler its connection is suspended; nothing else holds a client back.
@safe final class Exchange: Sendable {
  // microhttpd.h, MHD_resume_connection: "safe to resume a suspended connection at any time", from any thread. All
  // other uses are on the library's own thread inside its callbacks. Valid until `complete`.
  private nonisolated(unsafe) let connection: OpaquePointer
  let dispatcher: Dispatcher
  let target: String
  let began = ContinuousClock.now
  let state = Mutex(State())

  struct State {
    var stage = Stage.awaitingHead
    var isSuspended = false
    var isAborted = false
    var content = ContentProgress()
    var head: HeadSummary?
    var work: Work?
    /// Ready, but not yet with the library.
    var response: Response?
    var status: Int?
    /// The stream that the library reads now.
    var stream: StreamBody?
  }

  enum Stage: Equatable {
    case awaitingHead
    /// There is content, which nobody has asked for yet; the client may wait for 100 (Continue).
    case holdingContent
    case receiving
    /// Head and content are complete.
    case received
    /// The answer is with the library.
    case delivered
    /// The answer went out past the library; what the client still sends is thrown away.
    case lingering
    case completed
  }

  /// What is remembered of the head.
  struct HeadSummary {
    var method: HTTPMethod
    var template: String
    var declaredLength: Int?
    var expectsContinue: Bool
  }

  /// The handler and what it is to answer.
  struct Work {
    var assignment: Assignment
    var request: Request
    var task: Task<Void, Never>?
  }

  init(connection: OpaquePointer, target: String, dispatcher: Dispatcher) {
    unsafe self.connection = connection
    self.target = target
    self.dispatcher = dispatcher
  }

  /// Asked on the library's thread only, which alone leaves this stage.
  var awaitsHead: Bool { state.withLock { $0.stage == .awaitingHead } }

  // MARK: Suspending (all under the lock)

  /// Holds the connection until `resume`. Called inside the library's callbacks only.
  /// - Returns: false: the server is ending, so the connection must.
  func suspend(_ state: inout State) -> Bool {
    guard !state.isAborted, !dispatcher.isAborting else { return false }
    state.isSuspended = true
    unsafe MHD_suspend_connection(connection)
    return true
  }

  func resume(_ state: inout State) {
    guard state.isSuspended else { return }
    state.isSuspended = false
    unsafe MHD_resume_connection(connection)
  }

  // MARK: Answering (on the library's thread)

  /// Hands the answer over; the library sends it when its callback returns.
  func deliver(_ response: Response, _ state: inout State) -> Bool {
    state.response = nil
    guard let prepared = PreparedResponse.make(response) else { return false }
    if case .stream(let stream) = response.body.content {
      state.stream = stream
      unsafe stream.source.attach(StreamConnection(connection, dispatcher: dispatcher))
    }
    state.stage = .delivered
    state.status = prepared.status
    state.work = nil
    return unsafe prepared.queue(on: connection)
  }

  /// Sends the answer past the library, which takes none while content comes in, and throws away what the client still
  /// sends, so that the client can read the answer before the connection ends.
  /// - Returns: false: the answer cannot go this way.
  func sendPastLibrary(_ response: Response, _ state: inout State) -> Bool {
    guard unsafe RawReply(response)?.send(on: CMicroHTTPD_connection_socket(connection)) == true else { return false }
    state.response = nil
    state.stage = .lingering
    state.status = response.status.code
    return true
  }
}
