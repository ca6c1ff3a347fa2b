public import Core
public import Ports

/// The records as bytes of `schemas/events`: protobuf in its canonical form, byte for byte what `protoc --encode`
/// writes.
///
/// It reads and writes the wire format itself, over spans: columns at memory speed, and nothing that is read
/// allocates more than a few times its own size. protobuf-c is not in the way of production (it cuts strings at a
/// zero byte, drops minus zero and merges repeated messages in its own way); it is what the tests compare with.
///
/// Decoding is additive: fields of a newer schema are skipped, numbers of open enums are kept. Bytes over
/// `MessageLimit` are refused unread.
public struct EventCodec: EventCoding {
  public init() {}

  public func encode(_ sighting: HazardSighting) -> [UInt8] { written(sighting, reserving: 512) }
  public func encode(_ exposure: Exposure) -> [UInt8] { written(exposure, reserving: 448) }
  public func encode(_ sample: SceneSample) -> [UInt8] { written(sample, reserving: 448) }
  public func encode(_ batch: AdmittedBatch) -> [UInt8] {
    written(batch, reserving: 64 + 93 * batch.sightings.count + 49 * batch.exposures.count)
  }
  public func encode(_ revision: HazardRevision) -> [UInt8] { written(revision, reserving: 160) }
  public func encode(_ baseline: BaselineTile) -> [UInt8] {
    written(baseline, reserving: 64 + 27 * baseline.segment.count)
  }
  public func encode(_ rejection: Rejection) -> [UInt8] { written(rejection, reserving: 96) }
  public func encode(_ event: DriveEvent) -> [UInt8] { written(event, reserving: 128) }
  public func encode(_ event: ClipEvent) -> [UInt8] { written(event, reserving: 192) }
  public func encode(_ event: AccountEvent) -> [UInt8] { written(event, reserving: 128) }
  public func encode(_ record: SealedRecord) -> [UInt8] { written(record, reserving: 160 + record.ciphertext.count) }

  public func decodeSighting(_ bytes: Span<UInt8>) throws(DecodingFault) -> HazardSighting {
    try read(bytes, limit: MessageLimit.sighting)
  }
  public func decodeExposure(_ bytes: Span<UInt8>) throws(DecodingFault) -> Exposure {
    try read(bytes, limit: MessageLimit.exposure)
  }
  public func decodeSceneSample(_ bytes: Span<UInt8>) throws(DecodingFault) -> SceneSample {
    try read(bytes, limit: MessageLimit.sceneSample)
  }
  public func decodeAdmittedBatch(_ bytes: Span<UInt8>) throws(DecodingFault) -> AdmittedBatch {
    try read(bytes, limit: MessageLimit.admittedBatch)
  }
  public func decodeHazardRevision(_ bytes: Span<UInt8>) throws(DecodingFault) -> HazardRevision {
    try read(bytes, limit: MessageLimit.hazardRevision)
  }
  public func decodeBaselineTile(_ bytes: Span<UInt8>) throws(DecodingFault) -> BaselineTile {
    try read(bytes, limit: MessageLimit.baselineTile)
  }
  public func decodeRejection(_ bytes: Span<UInt8>) throws(DecodingFault) -> Rejection {
    try read(bytes, limit: MessageLimit.rejection)
  }
  public func decodeDriveEvent(_ bytes: Span<UInt8>) throws(DecodingFault) -> DriveEvent {
    try read(bytes, limit: MessageLimit.driveEvent)
  }
  public func decodeClipEvent(_ bytes: Span<UInt8>) throws(DecodingFault) -> ClipEvent {
    try read(bytes, limit: MessageLimit.clipEvent)
  }
  public func decodeAccountEvent(_ bytes: Span<UInt8>) throws(DecodingFault) -> AccountEvent {
    try read(bytes, limit: MessageLimit.accountEvent)
  }
  public func decodeSealedRecord(_ bytes: Span<UInt8>) throws(DecodingFault) -> SealedRecord {
    try read(bytes, limit: MessageLimit.sealedRecord)
  }

  private func written(_ message: some WireMessage, reserving capacity: Int) -> [UInt8] {
    var writer = WireWriter(reserving: capacity)
    message.write(to: &writer)
    return writer.bytes
  }

  private func read<Message: WireMessage>(_ bytes: Span<UInt8>, limit: Int) throws(DecodingFault) -> Message {
    guard bytes.count <= limit else { throw .tooLarge(bytes: bytes.count, limit: limit) }
    return try Message(reading: bytes)
  }
}
