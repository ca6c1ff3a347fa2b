internal import Core
internal import Ports

extension AdmittedBatch: WireMessage {
  init(reading bytes: Span<UInt8>) throws(DecodingFault) { self = try AdmittedDraft.value(of: bytes) }

  /// Columns without rows and without a scheme are left out.
  func write(to writer: inout WireWriter) {
    writer.fixed64(1, tile.key)
    if sightings.count > 0 || sightings.placeScheme != .unspecified {
      writer.message(2) { sightings.write(to: &$0) }
    }
    if exposures.count > 0 || exposures.placeScheme != .unspecified {
      writer.message(3) { exposures.write(to: &$0) }
    }
  }
}

/// `swerve.network.v1.AdmittedBatch`
private struct AdmittedDraft: MessageDraft {
  private var tile: UInt64 = 0
  private var sightings = SightingColumnsDraft()
  private var exposures = ExposureColumnsDraft()

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: tile = try reader.fixed64(field)
      case 2: try sightings.merge(try reader.bytes(field))
      case 3: try exposures.merge(try reader.bytes(field))
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> AdmittedBatch {
    AdmittedBatch(
      tile: try FieldRange.tile(tile), sightings: try sightings.value(), exposures: try exposures.value())
  }
}
