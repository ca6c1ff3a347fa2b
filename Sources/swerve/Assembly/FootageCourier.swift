import Agent
import Core
import Foundation
import Ports
import Recordings
import Synchronization

/// Brings a camera's footage away while the camera goes on: the agent's own thread decides and declares, a thread of its
/// own sends one file after the other. Around incidents first, then drives.
///
/// Confined to the agent's thread.
final class FootageCourier {
  /// What is found of the footage for a piece of work.
  enum Found {
    case files([FootageFile])
    /// The camera may still be writing it.
    case notYet
  }

  /// Between two looks at what waits: each asks the outbox.
  static let pause = Timestamp.Span.seconds(1)
  /// After a network that did not take a file.
  static let pauseAfterFailure = Timestamp.Span.seconds(30)

  private let uploader: ClipUploader
  private let find: (ClipWork) -> Found
  private var sending: Sending?
  private var nextLook = Timestamp.distantPast
  /// Files that the service will never take.
  private var refused: Set<RecordID> = []

  /// One file on its way.
  private final class Sending: Sendable {
    let clip: RecordID
    let outcome = Mutex<ClipUploader.Outcome?>(nil)

    init(_ file: FootageFile, as clip: RecordID, kind: ClipWork.Kind, by uploader: ClipUploader) {
      self.clip = clip
      let thread = Thread { [self] in
        let outcome = uploader.upload(file, as: clip, kind: kind)
        self.outcome.withLock { $0 = outcome }
      }
      thread.name = "footage"
      thread.start()
    }
  }

  /// - Parameter find: the files for a piece of work, in its time. Where there are none, there is nothing to wait for.
  init(_ uploader: ClipUploader, find: @escaping (ClipWork) -> Found) {
    self.uploader = uploader
    self.find = find
  }

  /// Goes on by one step; waits for nobody.
  /// - Parameters:
  ///   - until: footage that goes on after this is not complete yet, and waits.
  ///   - flush: sends the declarations, or says why the log does not take them now.
  /// - Returns: whether nothing waits any more.
  func step(_ service: AgentService, until: Timestamp, flush: () throws -> LogError?) throws -> Bool {
    if let sending {
      guard let outcome = sending.outcome.withLock({ $0 }) else { return false }
      self.sending = nil
      try take(outcome, of: sending.clip, service)
    }
    guard uploader.clock.now() >= nextLook else { return false }
    let pending = try service.pendingClips()
    for waiting in pending where waiting.work.until <= until {
      guard case .files(let files) = find(waiting.work) else { continue }
      if try begin(waiting.work, files, service, flush) { return false }
      try service.finishClip(waiting)
    }
    nextLook = uploader.clock.now() + Self.pause
    return try service.pendingClips().isEmpty
  }

  /// Goes on until nothing waits that can be brought away, or the service does not take it.
  func finish(_ service: AgentService, flush: () throws -> LogError?) throws {
    nextLook = .distantPast
    while true {
      let isDone = try step(service, until: .distantFuture, flush: flush)
      if isDone || sending == nil && uploader.clock.now() < nextLook { return }
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  /// - Returns: whether a file is on its way, or has to wait; false: all are done.
  private func begin(
    _ work: ClipWork, _ files: [FootageFile], _ service: AgentService, _ flush: () throws -> LogError?
  ) throws -> Bool {
    for file in files {
      let clip = try service.clipID(work, from: file.from, byteCount: file.byteCount)
      if try service.upload(of: clip) == .done || refused.contains(clip) { continue }
      guard let sha256 = file.sha256() else {
        Console.note("agent: a file of the footage cannot be read")
        refused.insert(clip)
        continue
      }
      try service.declare(clip, Self.declaration(of: file, work, sha256))
      if let failure = try flush() {
        putOff("\(failure.operation): \(failure.reason)")
        return true
      }
      sending = Sending(file, as: clip, kind: work.kind, by: uploader)
      return true
    }
    return false
  }

  private func take(_ outcome: ClipUploader.Outcome, of clip: RecordID, _ service: AgentService) throws {
    switch outcome {
    case .done: try service.setUpload(of: clip, .done)
    case .refused(let reason):
      Console.note("agent: a clip was refused: \(reason)")
      refused.insert(clip)
    case .later(let reason): putOff(reason)
    }
  }

  private func putOff(_ reason: String) {
    Console.note("agent: \(reason); the rest of the footage is uploaded later")
    nextLook = uploader.clock.now() + Self.pauseAfterFailure
  }

  private static func declaration(
    of file: FootageFile, _ work: ClipWork, _ sha256: [UInt8]
  ) -> ClipEvent.Declaration {
    ClipEvent.Declaration(
      kind: UInt32(work.kind.rawValue), driveID: work.driveID, incidentID: work.incidentID,
      byteCount: UInt64(file.byteCount), sha256: sha256, mediaType: file.mediaType, recordedFrom: file.from,
      recordedUntil: file.until, triggerOffset: work.kind == .event ? work.trigger - file.from : .zero)
  }
}
