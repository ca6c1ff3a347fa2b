internal import CMicroHTTPD

// The library's callbacks, called on its threads. The context of a daemon is its dispatcher; the context of a request
// is its exchange, retained by `beginExchange` and released by `endExchange`, which the library calls once for each.

/// A client connects. Its address is not looked at.
let acceptConnection: MHD_AcceptPolicyCallback = { context, _, _ in
  guard let context = unsafe context else { return .NO }
  return unsafe Unmanaged<Dispatcher>.fromOpaque(context).takeUnretainedValue().isDraining ? .NO : .YES
}

/// The request line is there: the target as it came, before anything is decoded.
let beginExchange:
  @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?) -> UnsafeMutableRawPointer? = {
    context, target, connection in
    guard let context = unsafe context, let connection = unsafe connection else { return nil }
    let dispatcher = unsafe Unmanaged<Dispatcher>.fromOpaque(context).takeUnretainedValue()
    let text = unsafe target.map { unsafe String(cString: $0) } ?? ""
    let exchange = unsafe Exchange(connection: connection, target: text, dispatcher: dispatcher)
    dispatcher.add(exchange)
    return unsafe Unmanaged.passRetained(exchange).toOpaque()
  }

/// The head is there, or a piece of content, or all of it, or a suspended connection goes on.
let continueExchange: MHD_AccessHandlerCallback = {
  _, connection, _, method, version, upload, uploadSize, exchangeContext in
  guard let connection = unsafe connection, let uploadSize = unsafe uploadSize,
    let context = unsafe exchangeContext?.pointee
  else { return .NO }
  let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
  if exchange.awaitsHead {
    let head = unsafe RequestHead(connection: connection, method: method, version: version)
    return exchange.open(head) ? .YES : .NO
  }
  guard let upload = unsafe upload, unsafe uploadSize.pointee > 0 else { return exchange.proceed() ? .YES : .NO }
  let bytes = unsafe UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee)
  guard let consumed = unsafe exchange.receive(bytes) else { return .NO }
  unsafe uploadSize.pointee -= consumed
  return .YES
}

/// The answer is out, or the connection has ended; its socket is still open.
let endExchange:
  @convention(c) (
    UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    MHD_RequestTerminationCode
  ) -> Void = { _, _, exchangeContext, reason in
    guard let context = unsafe exchangeContext?.pointee else { return }
    unsafe exchangeContext?.pointee = nil
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeRetainedValue()
    exchange.complete(timedOut: reason == .REQUEST_TERMINATED_TIMEOUT_REACHED)
  }
