import Core
import Foundation
import FoundationNetworking
import Synchronization

/// A driver's device that listens to tiles: it comes back where it left off, and drops what it knows.
final class Subscriber: NSObject, URLSessionDataDelegate, Sendable {
  private struct State {
    var unread = Data()
    var lastID: String?
    var isAsking = false
    var isOpen = false
    var heard: [HeardHazard] = []
    var broken: [String] = []
    var reconnections = 0
  }

  private let state = Mutex(State())
  private let address: URL

  init(port: UInt16, tiles: Set<Tile>) {
    let names = tiles.sorted().map(\.text).joined(separator: ",")
    guard let address = URL(string: "http://127.0.0.1:\(port)/v1/hazards/stream?tiles=\(names)") else {
      preconditionFailure("the address of a stream")
    }
    self.address = address
  }

  var isOpen: Bool { state.withLock { $0.isOpen } }
  /// Everything that was said to it, in order.
  var heard: [HeardHazard] { state.withLock { $0.heard } }
  /// Events that could not be understood.
  var broken: [String] { state.withLock { $0.broken } }
  var reconnections: Int { state.withLock { $0.reconnections } }

  /// Asks again where the stream is not open, with the id of the last event.
  func listen() {
    let (isIdle, lastID) = state.withLock { state in
      defer { state.isAsking = true }
      return (!state.isAsking, state.lastID)
    }
    guard isIdle else { return }
    var request = URLRequest(url: address)
    if let lastID { request.setValue(lastID, forHTTPHeaderField: "Last-Event-ID") }
    let session = URLSession(configuration: .ephemeral, delegate: self, delegateQueue: nil)
    session.dataTask(with: request).resume()
    session.finishTasksAndInvalidate()
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    state.withLock { state in
      if !state.isOpen {
        state.isOpen = true
        if state.lastID != nil { state.reconnections += 1 }
      }
      state.unread += data
      while let end = state.unread.range(of: Data("\n\n".utf8)) {
        take(String(decoding: state.unread[state.unread.startIndex..<end.lowerBound], as: UTF8.self), &state)
        state.unread.removeSubrange(state.unread.startIndex..<end.upperBound)
      }
    }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    state.withLock { state in
      state.isAsking = false
      state.isOpen = false
      // Half an event is none.
      state.unread = Data()
    }
  }

  private func take(_ event: String, _ state: inout State) {
    var data = ""
    var id: String?
    for line in event.split(separator: "\n") {
      if line.hasPrefix("id:") { id = line.dropFirst(3).trimmingCharacters(in: .whitespaces) }
      if line.hasPrefix("data:") { data += line.dropFirst(5) }
    }
    if let id { state.lastID = id }
    guard !data.isEmpty else { return }
    do {
      state.heard.append(try JSONDecoder().decode(HeardHazard.self, from: Data(data.utf8)))
    } catch { state.broken.append(event) }
  }
}
