import Foundation
import FoundationNetworking

/// One HTTP request of a camera, which has nothing better to do than to wait for the answer.
enum BlockingRequest {
  /// Blocks the thread until the answer is whole.
  /// - Returns: nil when none came within the request's own time.
  static func send(_ request: URLRequest) -> (response: HTTPURLResponse, content: Data)? {
    final class Answer: @unchecked Sendable {
      // Written once before the semaphore is signalled, read after it: never at the same time.
      var value: (HTTPURLResponse, Data)?
    }
    let answer = Answer()
    let done = DispatchSemaphore(value: 0)
    let task = URLSession.shared.dataTask(with: request) { data, response, _ in
      if let response = response as? HTTPURLResponse { answer.value = (response, data ?? Data()) }
      done.signal()
    }
    task.resume()
    guard done.wait(timeout: .now() + request.timeoutInterval + 1) == .success else {
      task.cancel()
      return nil
    }
    return answer.value
  }

  /// Nil for text that is no http or https address.
  static func address(_ text: String) -> URL? {
    guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host != nil else { return nil }
    return url
  }
}
