import Clips
import Core
import Dispatch
import Ports
import Synchronization

/// Uploads as requests come: one at a time for each clip, the disk and the ledger on queues of their own. Safe from any
/// task.
final class UploadSlots: Sendable {
  /// Uploads whose landing is kept in memory between two requests; every one can be made again from the ledger.
  static let maximumSlots = 1_000

  let store: ClipStore
  private let slots = Mutex<[RecordID: Slot]>([:])

  init(_ store: ClipStore) { self.store = store }

  /// Where one upload lands in this process.
  private final class Slot: Sendable {
    private let queue = DispatchQueue(label: "clip-landing")
    private let landing = Mutex<ClipLanding?>(nil)
    private let isTaken = Atomic(false)

    /// False: another request has it.
    func take() -> Bool {
      isTaken.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
    }
    func give() { isTaken.store(false, ordering: .releasing) }

    func run<Value: Sendable>(
      _ body: @escaping @Sendable (inout ClipLanding?) throws(ClipFault) -> Value
    ) async throws(ClipFault) -> Value {
      let outcome: Result<Value, ClipFault> = await withCheckedContinuation { continuation in
        queue.async { [self] in
          continuation.resume(
            returning: landing.withLock { landing in
              do throws(ClipFault) { return .success(try body(&landing)) } catch { return .failure(error) }
            })
        }
      }
      return try outcome.get()
    }
  }

  func create(
    _ clip: RecordID, account: RecordID, vehicle: RecordID, driverKey: RecordID, kind: ClipKind, byteCount: Int64
  ) async throws(ClipFault) {
    try await alone(clip) { [store] _ throws(ClipFault) in
      try store.create(
        clip, account: account, vehicle: vehicle, driverKey: driverKey, kind: kind, byteCount: byteCount)
    }
  }

  /// How far it is; also while bytes are coming.
  func upload(_ clip: RecordID) async throws(ClipFault) -> ClipUploadState {
    try await Slot().run { [store] _ throws(ClipFault) in try store.upload(clip) }
  }

  /// Takes bytes at the end of what has landed.
  /// - Parameter next: the bytes, piece by piece; what it throws ends the request, and what came before stays.
  /// - Returns: bytes acknowledged in all.
  func append(
    _ clip: RecordID, at offset: Int64, checksum: (algorithm: DigestAlgorithm, value: [UInt8])?,
    next: () async throws -> [UInt8]?
  ) async throws -> Int64 {
    let slot = slot(of: clip)
    guard slot.take() else { throw ClipFault.busy }
    defer { slot.give() }
    try await slot.run { [store] landing throws(ClipFault) in
      let previous = landing
      landing = nil
      landing = try store.landing(of: clip, at: offset, checksum: checksum, after: previous)
    }
    do {
      while let bytes = try await next() {
        try await slot.run { landing throws(ClipFault) in try landing?.take(bytes.span) }
      }
      let landed = try await slot.run { landing throws(ClipFault) in try landing?.end() ?? offset }
      return landed
    } catch {
      try? await slot.run { landing throws(ClipFault) in
        landing?.abandon()
        landing = nil
      }
      throw error
    }
  }

  func terminate(_ clip: RecordID) async throws(ClipFault) {
    try await alone(clip) { [store] landing throws(ClipFault) in
      landing = nil
      try store.terminate(clip)
    }
    slots.withLock { $0[clip] = nil }
  }

  private func alone<Value: Sendable>(
    _ clip: RecordID, _ body: @escaping @Sendable (inout ClipLanding?) throws(ClipFault) -> Value
  ) async throws(ClipFault) -> Value {
    let slot = slot(of: clip)
    guard slot.take() else { throw .busy }
    defer { slot.give() }
    return try await slot.run(body)
  }

  private func slot(of clip: RecordID) -> Slot {
    slots.withLock { slots in
      if let known = slots[clip] { return known }
      if slots.count >= Self.maximumSlots { slots.removeAll() }
      let slot = Slot()
      slots[clip] = slot
      return slot
    }
  }
}
