internal import CMicroHTTPD
internal import Synchronization

/// One running libmicrohttpd daemon and its threads. It holds its dispatcher until the threads are gone.
///
/// End it with `stop()`: first every suspended connection must have been resumed, else the library ends the process.
@safe final class Daemon: Sendable {
  // microhttpd.h: a daemon is stopped once, from any thread; `isStopped` sees to it.
  private nonisolated(unsafe) let pointer: OpaquePointer
  private let dispatcher: Dispatcher
  private let isStopped = Mutex(false)

  init(_ configuration: HTTPServerConfiguration, socket: consuming ListeningSocket, dispatcher: Dispatcher)
    throws(HTTPServerError)
  {
    self.dispatcher = dispatcher
    let held = unsafe Unmanaged.passRetained(dispatcher)
    // From here on the library closes the socket, with the daemon or with most failures to start one.
    guard
      let started = unsafe DaemonOptions(configuration, listener: socket.release()).start(
        context: held.toOpaque())
    else {
      unsafe held.release()
      throw HTTPServerError(
        operation: "start of the HTTP daemon", reason: "libmicrohttpd refused its options or could not start a thread",
        hint: "check the limits of the configuration and of the process (files, threads)")
    }
    unsafe pointer = started
  }

  /// Ends every connection and thread, and closes the listening socket. Blocks for as long as the callbacks that run
  /// now.
  ///
  /// There is no `MHD_quiesce_daemon` before it: in 0.9.75 it takes the socket out of a set from which a thread of the
  /// pool takes it too, and the second to come ends the process. `acceptConnection` turns new connections away instead.
  /// - Precondition: the dispatcher is aborting, and nothing is suspended.
  func stop() {
    isStopped.withLock { isStopped in
      guard !isStopped else { return }
      unsafe MHD_stop_daemon(pointer)
      unsafe Unmanaged.passUnretained(dispatcher).release()
      isStopped = true
    }
  }
}
