public import Core
import Ports

/// Footage that waits to be uploaded, under its place in the outbox.
public struct PendingClip: Hashable, Sendable {
  public var sequence: Int64
  public var work: ClipWork
}

extension AgentService {
  /// Where clips are declared.
  public static let clips = "personal.clips"
  /// Never sent: a row of the outbox that says what is still to be done.
  static let clipWork = "camera.clips"

  /// What is still to be uploaded: around incidents first, then drives, oldest first.
  public func pendingClips() throws(AgentFault) -> [PendingClip] {
    try save()
    var found: [PendingClip] = []
    var position = Int64.min
    do {
      while true {
        let pending = try outbox.pending(limit: configuration.flushBatch, after: position)
        guard let last = pending.last else { break }
        position = last.sequence
        for waiting in pending where waiting.entry.topic == Self.clipWork {
          if let work = ClipWork(bytes: waiting.entry.value) {
            found.append(PendingClip(sequence: waiting.sequence, work: work))
          } else {
            try outbox.acknowledge([waiting.sequence])
          }
        }
      }
    } catch {
      throw .outbox(error)
    }
    return found.sorted { one, other in
      (one.work.kind.rawValue, one.work.trigger, one.sequence) < (
        other.work.kind.rawValue, other.work.trigger, other.sequence
      )
    }
  }

  /// The clip that is made of this footage for this purpose: the same whenever it is asked.
  public func clipID(_ work: ClipWork, from: Timestamp, byteCount: Int64) throws(AgentFault) -> RecordID {
    let incident = work.incidentID ?? RecordID(high: 0, low: 0)
    let numbers = [
      Int64(work.kind.rawValue), Int64(bitPattern: incident.high), Int64(bitPattern: incident.low),
      from.milliseconds, byteCount,
    ]
    guard let id = KeyedName.id("swerve clip", numbers, hash: hash) else { throw .secretUnavailable }
    return id
  }

  /// Puts the declaration into the outbox, sealed and signed; one that is there already, or was sent, is left out.
  public func declare(_ clipID: RecordID, _ declaration: ClipEvent.Declaration) throws(AgentFault) {
    guard let personal else { return }
    let event = ClipEvent(clipID: clipID, time: declaration.recordedUntil, content: .declared(declaration))
    do {
      let numbers = try sequences.take(1, of: Self.clips, from: outbox)
      let record = try personal.seal(
        coding.encode(event), content: .clipEvent, topic: Self.clips, sequence: numbers[0])
      try outbox.append(
        [
          OutboxEntry(
            topic: Self.clips, key: personal.vehicleID.bytes, value: coding.encode(record), timestamp: event.time,
            deduplicationID: clipID.bytes)
        ], checkpoint: nil)
    } catch let fault as OutboxFault {
      throw .outbox(fault)
    } catch {
      throw .secretUnavailable
    }
  }

  /// Nothing is left to do for it.
  public func finishClip(_ pending: PendingClip) throws(AgentFault) {
    do { try outbox.acknowledge([pending.sequence]) } catch { throw .outbox(error) }
  }

  /// How far the upload of a clip is.
  public func upload(of clipID: RecordID) throws(AgentFault) -> ClipUpload {
    do {
      return ClipUpload(text: String(decoding: try outbox.value(Self.uploadKey(clipID)) ?? [], as: UTF8.self))
    } catch {
      throw .outbox(error)
    }
  }

  public func setUpload(of clipID: RecordID, _ upload: ClipUpload) throws(AgentFault) {
    do { try outbox.setValue(Self.uploadKey(clipID), Array(upload.text.utf8)) } catch { throw .outbox(error) }
  }

  private static func uploadKey(_ clipID: RecordID) -> [UInt8] { Array("camera upload ".utf8) + clipID.bytes }

  func entry(for work: ClipWork) throws -> OutboxEntry {
    let incident = work.incidentID ?? RecordID(high: 0, low: 0)
    let numbers = [
      Int64(work.kind.rawValue), Int64(bitPattern: work.driveID.high), Int64(bitPattern: work.driveID.low),
      Int64(bitPattern: incident.high), Int64(bitPattern: incident.low),
    ]
    guard let id = KeyedName.id("swerve clip work", numbers, hash: hash) else { throw AgentFault.secretUnavailable }
    return OutboxEntry(
      topic: Self.clipWork, key: [], value: work.bytes, timestamp: work.trigger, deduplicationID: id.bytes)
  }
}

/// How far the upload of one clip is.
public enum ClipUpload: Hashable, Sendable {
  case notBegun
  /// The address that the server gave it.
  case begun(at: String)
  case done

  init(text: String) {
    self = text.isEmpty ? .notBegun : text == "done" ? .done : .begun(at: text)
  }

  var text: String {
    switch self {
    case .notBegun: ""
    case .begun(let address): address
    case .done: "done"
    }
  }
}
