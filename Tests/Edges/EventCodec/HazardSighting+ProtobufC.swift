internal import CEventSchemas
internal import CProtobufC
import Core
import Testing

/// The array behind a C pointer, which may be nil for none.
func copied<Value>(_ start: UnsafeMutablePointer<Value>?, _ count: Int) -> [Value] {
  unsafe Array(UnsafeBufferPointer(start: start, count: count))
}

extension RecordID {
  init(protobufC data: ProtobufCBinaryData) throws {
    self = try #require(unsafe RecordID(bytes: copied(data.data, data.len)))
  }
}

extension HazardSighting {
  /// By way of protobuf-c's own struct, without a line of the codec's.
  init(protobufC message: Swerve__Network__V1__HazardSighting) throws {
    unsafe self.init(
      recordID: try RecordID(protobufC: message.record_id),
      position: Coordinate(latitudeE7: message.latitude_e7, longitudeE7: message.longitude_e7), course: nil,
      time: Timestamp(milliseconds: message.event_time_ms), kind: SightingKind(rawValue: message.kind.rawValue),
      duration: .milliseconds(Int64(message.duration_ms)), quality: SensorQuality(rawValue: message.quality.rawValue))
    if unsafe message.course_case.rawValue == 4 {
      course = unsafe Course(centidegrees: Int(message.course_centidegrees))
    }
    if unsafe message.before_case.rawValue == 9 { speedBefore = unsafe .metersPerSecond(message.speed_before_mps) }
    if unsafe message.after_case.rawValue == 10 { speedAfter = unsafe .metersPerSecond(message.speed_after_mps) }
    if unsafe message.accuracy_case.rawValue == 12 {
      horizontalAccuracy = unsafe .meters(Double(message.horizontal_accuracy_m))
    }
    if unsafe message.hazard_case.rawValue == 15 { answersHazard = unsafe try RecordID(protobufC: message.hazard_id) }
    if let peaks = unsafe message.peaks?.pointee {
      self.peaks = unsafe Peaks(
        deceleration: .g(peaks.deceleration_g), lateral: .g(peaks.lateral_g), vertical: .g(peaks.vertical_g))
    }
    if let anticipation = unsafe message.anticipation?.pointee {
      self.anticipation = unsafe Anticipation(
        probability: anticipation.probability, leadTimeSeconds: anticipation.lead_time_s)
    }
    if let proof = unsafe message.proof?.pointee {
      self.proof = unsafe Proof(
        suite: ProofSuite(rawValue: proof.suite.rawValue),
        presentation: copied(proof.presentation.data, proof.presentation.len), nonce: proof.nonce, day: proof.day)
    }
  }
}
