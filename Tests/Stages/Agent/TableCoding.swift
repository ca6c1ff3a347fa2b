import Core
import EventCodec
import Ports
import Synchronization

/// A coding for tests of the agent alone: of a sighting the bytes are the number of a row that holds the value. What
/// goes to the archive is in the schema's own bytes.
final class TableCoding: EventCoding {
  private let rows = Mutex<[HazardSighting]>([])

  func encode(_ sighting: HazardSighting) -> [UInt8] {
    let row = rows.withLock { rows in
      rows.append(sighting)
      return rows.count - 1
    }
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: row >> $0) }
  }

  func decodeSighting(_ bytes: Span<UInt8>) throws(DecodingFault) -> HazardSighting {
    guard bytes.count == 4 else { throw .malformed }
    var row = 0
    for index in 0..<4 { row = row << 8 | Int(bytes[index]) }
    let sighting = rows.withLock { rows in row < rows.count ? rows[row] : nil }
    guard let sighting else { throw .malformed }
    return sighting
  }

  func sighting(_ record: OutgoingRecord) throws -> HazardSighting {
    let bytes = record.value ?? []
    return try decodeSighting(bytes.span)
  }

  func encode(_ exposure: Exposure) -> [UInt8] { EventCodec().encode(exposure) }
  func encode(_ sample: SceneSample) -> [UInt8] { [] }
  func encode(_ batch: AdmittedBatch) -> [UInt8] { [] }
  func encode(_ revision: HazardRevision) -> [UInt8] { [] }
  func encode(_ baseline: BaselineTile) -> [UInt8] { [] }
  func encode(_ rejection: Rejection) -> [UInt8] { [] }
  func encode(_ event: DriveEvent) -> [UInt8] { EventCodec().encode(event) }
  func encode(_ event: ClipEvent) -> [UInt8] { EventCodec().encode(event) }
  func encode(_ event: AccountEvent) -> [UInt8] { [] }
  func encode(_ record: SealedRecord) -> [UInt8] { EventCodec().encode(record) }
  func decodeExposure(_ bytes: Span<UInt8>) throws(DecodingFault) -> Exposure {
    try EventCodec().decodeExposure(bytes)
  }
  func decodeSceneSample(_ bytes: Span<UInt8>) throws(DecodingFault) -> SceneSample { throw .malformed }
  func decodeAdmittedBatch(_ bytes: Span<UInt8>) throws(DecodingFault) -> AdmittedBatch { throw .malformed }
  func decodeHazardRevision(_ bytes: Span<UInt8>) throws(DecodingFault) -> HazardRevision { throw .malformed }
  func decodeBaselineTile(_ bytes: Span<UInt8>) throws(DecodingFault) -> BaselineTile { throw .malformed }
  func decodeRejection(_ bytes: Span<UInt8>) throws(DecodingFault) -> Rejection { throw .malformed }
  func decodeDriveEvent(_ bytes: Span<UInt8>) throws(DecodingFault) -> DriveEvent { throw .malformed }
  func decodeClipEvent(_ bytes: Span<UInt8>) throws(DecodingFault) -> ClipEvent { throw .malformed }
  func decodeAccountEvent(_ bytes: Span<UInt8>) throws(DecodingFault) -> AccountEvent { throw .malformed }
  func decodeSealedRecord(_ bytes: Span<UInt8>) throws(DecodingFault) -> SealedRecord { throw .malformed }
}
