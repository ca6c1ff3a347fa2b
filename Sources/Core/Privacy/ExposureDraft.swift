/// An ordinary pass that may leave the car, before it has an id and a proof.
public struct ExposureDraft: Hashable, Sendable {
  public var pass: Pass

  init(_ pass: Pass) { self.pass = pass }

  /// Whole hours since 1970-01-01T00:00Z: all that leaves of the time.
  public var hourBucket: Int32 { Exposure.hourBucket(of: pass.left) }

  public func exposure(recordID: RecordID, nonce: UInt64) -> Exposure {
    var exposure = Exposure(
      recordID: recordID, position: pass.position, course: pass.course, hourBucket: hourBucket,
      meanSpeed: pass.meanSpeed, dwellSeconds: pass.dwellSeconds, braked: pass.braked, proof: nil)
    exposure.proof = Proof(suite: .unspecified, presentation: [], nonce: nonce, day: exposure.tagDay)
    return exposure
  }
}
