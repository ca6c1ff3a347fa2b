internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// One running libmicrohttpd daemon and its threads. It holds its dispatcher until the threads are gone.
///
/// End it with `stop()`: first every suspended connection must have been resumed, else the library ends the process.
@safe final class Daemon: Sendable {
  // microhttpd.h: the functions called here (quiesce, stop) may be called from any thread, each once, which `phase` sees to.
  private nonisolated(unsafe) let pointer: OpaquePointer
  private let dispatcher: Dispatcher
  private let phase = Mutex(Phase.running)

  private enum Phase {
    case running
    /// The listening socket is ours again; it may be closed after the threads are gone.
    case quiesced(listener: Int32)
    case stopped
  }

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

  /// Takes no new connection any more; those that are open go on.
  func quiesce() {
    phase.withLock { phase in
      guard case .running = phase else { return }
      let listener = unsafe MHD_quiesce_daemon(pointer)
      // Refuses who comes now; the number must stay taken until the threads are gone.
      if listener >= 0 { shutdown(listener, Int32(SHUT_RDWR)) }
      phase = .quiesced(listener: listener)
    }
  }

  /// Ends every connection and thread. Blocks for as long as the callbacks that run now.
  /// - Precondition: the dispatcher is aborting, and nothing is suspended.
  func stop() {
    quiesce()
    phase.withLock { phase in
      guard case .quiesced(let listener) = phase else { return }
      unsafe MHD_stop_daemon(pointer)
      if listener >= 0 { close(listener) }
      unsafe Unmanaged.passUnretained(dispatcher).release()
      phase = .stopped
    }
  }
}
