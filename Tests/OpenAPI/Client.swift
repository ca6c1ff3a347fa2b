import Foundation
import FoundationNetworking
import Synchronization

/// Foundation's client: not ours, so that it would stumble over what others stumble over.
enum Client {
  private static func session(_ delegate: (any URLSessionDelegate)? = nil) -> URLSession {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    configuration.urlCache = nil
    configuration.httpCookieStorage = nil
    configuration.httpShouldSetCookies = false
    configuration.timeoutIntervalForRequest = 20
    return URLSession(configuration: configuration, delegate: delegate, delegateQueue: nil)
  }

  static func send(
    _ method: String = "GET", _ url: String, headers: [String: String] = [:], body: Data? = nil
  ) async throws -> Answer {
    let session = session(StayHere())
    defer { session.finishTasksAndInvalidate() }
    let (data, response) = try await session.data(for: request(method, url, headers, body))
    guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
    return Answer(response, data)
  }

  /// The beginning of a stream, as far as `isEnough` wants it.
  static func open(_ url: String, until isEnough: @escaping @Sendable (String) -> Bool) async throws -> Answer {
    let reader = StreamReader(isEnough)
    let session = session(reader)
    defer { session.invalidateAndCancel() }
    return try await withCheckedThrowingContinuation { continuation in
      reader.begin(continuation)
      session.dataTask(with: request("GET", url, [:], nil)).resume()
    }
  }

  private static func request(_ method: String, _ url: String, _ headers: [String: String], _ body: Data?) -> URLRequest
  {
    guard let address = URL(string: url) else { preconditionFailure("a test's address: \(url)") }
    var request = URLRequest(url: address)
    request.httpMethod = method
    request.httpBody = body
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    return request
  }
}

/// A redirection is an answer like any other.
private final class StayHere: NSObject, URLSessionTaskDelegate, Sendable {
  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }
}

/// Collects a stream's bytes and answers once there are enough, or when it ends.
private final class StreamReader: NSObject, URLSessionDataDelegate, Sendable {
  private struct State {
    var continuation: CheckedContinuation<Answer, any Error>?
    var body = Data()
  }

  private let state = Mutex(State())
  private let isEnough: @Sendable (String) -> Bool

  init(_ isEnough: @escaping @Sendable (String) -> Bool) { self.isEnough = isEnough }

  func begin(_ continuation: CheckedContinuation<Answer, any Error>) {
    state.withLock { $0.continuation = continuation }
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let body = state.withLock { state in
      state.body += data
      return state.body
    }
    if isEnough(String(decoding: body, as: UTF8.self)) { finish(dataTask.response, nil) }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    finish(task.response, error)
  }

  private func finish(_ response: URLResponse?, _ error: (any Error)?) {
    let (continuation, body) = state.withLock { state in
      defer { state.continuation = nil }
      return (state.continuation, state.body)
    }
    guard let response = response as? HTTPURLResponse else {
      continuation?.resume(throwing: error ?? URLError(.badServerResponse))
      return
    }
    continuation?.resume(returning: Answer(response, body))
  }
}
