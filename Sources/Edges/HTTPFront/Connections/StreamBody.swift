internal import CMicroHTTPD

/// Content without an end. When its last holder (an answer, an exchange, the library) lets go, the source is told once.
final class StreamBody: Sendable {
  let source: any StreamSource

  init(_ source: any StreamSource) { self.source = source }

  deinit { source.ended() }
}

/// Where the bytes of a stream come from.
protocol StreamSource: AnyObject, Sendable {
  /// The connection that will ask for bytes; before the first `fill`.
  func attach(_ connection: StreamConnection)

  /// Called on the library's thread. nil: the stream ends. 0: nothing yet, and the connection has been suspended.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int?

  /// The server ends: resume what is suspended, then end.
  func abort()

  /// Nobody asks any more.
  func ended()
}

/// A connection that carries a stream. Its holder keeps count of whether it is suspended, under a lock of its own.
@safe struct StreamConnection: Sendable {
  // microhttpd.h: resuming is safe at any time from any thread; suspending happens inside the library's own callback.
  private nonisolated(unsafe) let pointer: OpaquePointer
  private let dispatcher: Dispatcher

  init(_ pointer: OpaquePointer, dispatcher: Dispatcher) {
    unsafe self.pointer = pointer
    self.dispatcher = dispatcher
  }

  /// Only inside `fill`. False: the server is ending.
  func suspend() -> Bool {
    guard !dispatcher.isAborting else { return false }
    unsafe MHD_suspend_connection(pointer)
    return true
  }

  /// Only a connection that is suspended.
  func resume() { unsafe MHD_resume_connection(pointer) }

  /// For options of the socket; the library owns it.
  var socket: Int32 { unsafe CMicroHTTPD_connection_socket(pointer) }
}
