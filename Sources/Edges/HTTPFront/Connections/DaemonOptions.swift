internal import CMicroHTTPD
internal import Core

/// A configuration in the library's terms, and the one variadic call that takes it.
struct DaemonOptions {
  private let values: [(option: MHD_OPTION, value: Int)]

  /// - Parameter listener: a bound, listening, non-blocking socket; the daemon closes it.
  init(_ configuration: HTTPServerConfiguration, listener: Int32) {
    let idleSeconds = max(1, (configuration.idleTimeout.milliseconds + 999) / 1_000)
    values = [
      (.LISTEN_SOCKET, Int(listener)),
      (.CONNECTION_LIMIT, configuration.maximumConnections),
      (.CONNECTION_MEMORY_LIMIT, configuration.connectionMemoryBytes),
      (.CONNECTION_TIMEOUT, Int(clamping: idleSeconds)),
      (.PER_IP_CONNECTION_LIMIT, configuration.maximumConnectionsPerAddress),
      // The library wants no pool of one.
      (.THREAD_POOL_SIZE, configuration.threadCount > 1 ? configuration.threadCount : 0),
    ]
  }

  /// - Parameter context: given to every callback; the caller keeps it alive until the daemon is stopped.
  /// - Returns: nil: the library refused. It prints nothing, because a message of its own could hold a request.
  func start(context: UnsafeMutableRawPointer) -> OpaquePointer? {
    var items = unsafe values.map { unsafe MHD_OptionItem(option: $0.option, value: $0.value, ptr_value: nil) }
    unsafe items.append(
      MHD_OptionItem(
        option: .URI_LOG_CALLBACK, value: unsafe unsafeBitCast(beginExchange, to: Int.self),
        ptr_value: context))
    unsafe items.append(
      MHD_OptionItem(
        option: .NOTIFY_COMPLETED, value: unsafe unsafeBitCast(endExchange, to: Int.self),
        ptr_value: context))
    unsafe items.append(MHD_OptionItem(option: .END, value: 0, ptr_value: nil))
    let flags = MHD_USE_EPOLL_INTERNAL_THREAD.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue
    return unsafe items.withUnsafeMutableBufferPointer { items in
      guard let base = items.baseAddress else { return nil }
      return unsafe withVaList([Int32(MHD_OPTION.ARRAY.rawValue), base, Int32(MHD_OPTION.END.rawValue)]) { list in
        unsafe MHD_start_daemon_va(
          UInt32(flags), 0, acceptConnection, context, continueExchange, context, list)
      }
    }
  }
}
