internal import Core
internal import Ports

extension SceneSample: WireMessage {
  init(reading bytes: Span<UInt8>) throws(DecodingFault) { self = try SceneDraft.value(of: bytes) }

  func write(to writer: inout WireWriter) {
    writer.id(1, recordID)
    writer.fixed64(2, tile.key)
    writer.sint32(3, hourBucket)
    writer.enumeration(4, surface)
    writer.enumeration(5, visibility)
    writer.float(6, vehiclesPerKilometer)
    writer.float(7, pedestriansPerKilometer)
    writer.float(8, cyclistsPerKilometer)
    writer.float(9, Float(distance.meters))
    if let proof { writer.message(10) { proof.write(to: &$0) } }
  }
}

/// `swerve.network.v1.SceneSample`
private struct SceneDraft: MessageDraft {
  private var recordID = WireID.empty
  private var tile: UInt64 = 0
  private var hourBucket: Int32 = 0
  private var surface: UInt32 = 0
  private var visibility: UInt32 = 0
  private var vehicles: Float = 0
  private var pedestrians: Float = 0
  private var cyclists: Float = 0
  private var distance: Float = 0
  private var proof: ProofDraft?

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: recordID = try reader.id(field)
      case 2: tile = try reader.fixed64(field)
      case 3: hourBucket = try reader.sint32(field)
      case 4: surface = try reader.uint32(field)
      case 5: visibility = try reader.uint32(field)
      case 6: vehicles = try reader.float(field)
      case 7: pedestrians = try reader.float(field)
      case 8: cyclists = try reader.float(field)
      case 9: distance = try reader.float(field)
      case 10: try ProofDraft.merge(try reader.bytes(field), into: &proof)
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> SceneSample {
    SceneSample(
      recordID: try recordID.required("record_id"), tile: try FieldRange.tile(tile),
      hourBucket: try FieldRange.hourBucket(hourBucket), surface: surface, visibility: visibility,
      vehiclesPerKilometer: try FieldRange.finite(vehicles, "vehicles_per_km"),
      pedestriansPerKilometer: try FieldRange.finite(pedestrians, "pedestrians_per_km"),
      cyclistsPerKilometer: try FieldRange.finite(cyclists, "cyclists_per_km"),
      distance: .meters(Double(try FieldRange.finite(distance, "distance_m"))), proof: try proof?.value())
  }
}
