internal import Core
internal import Ports

/// The ranges of `FieldRange` for whole columns. Every loop runs to the end without a branch, so that the compiler can
/// take several rows at a time; a fault is the exception.
enum ColumnRange {
  /// Columns are rows turned on their side: all of one length.
  static func count(_ count: Int, is rows: Int, _ field: String) throws(DecodingFault) {
    guard count == rows else { throw .invalid(field: field) }
  }

  static func times(_ column: [Int64], _ field: String) throws(DecodingFault) {
    try all(column, within: FieldRange.time, field)
  }

  static func days(_ column: [Int32], _ field: String) throws(DecodingFault) {
    try all(column, within: FieldRange.day, field)
  }

  static func hourBuckets(_ column: [Int32], _ field: String) throws(DecodingFault) {
    try all(column, within: FieldRange.hourBucket, field)
  }

  static func latitudes(_ column: [Int32], _ field: String) throws(DecodingFault) {
    try all(column, within: FieldRange.latitudeE7, field)
  }

  static func longitudes(_ column: [Int32], _ field: String) throws(DecodingFault) {
    try all(column, within: FieldRange.longitudeE7, field)
  }

  static func courses(_ column: [UInt32], _ field: String) throws(DecodingFault) {
    try all(column, field) { $0 < FieldRange.courseCentidegrees.upperBound }
  }

  static func coursesOrAbsent(_ column: [UInt32], _ field: String) throws(DecodingFault) {
    try all(column, field) { ($0 < FieldRange.courseCentidegrees.upperBound) != ($0 == AbsentValue.course) }
  }

  static func below(_ limit: UInt32, _ column: [UInt32], _ field: String) throws(DecodingFault) {
    try all(column, field) { $0 < limit }
  }

  static func atLeast(_ limit: UInt32, _ column: [UInt32], _ field: String) throws(DecodingFault) {
    try all(column, field) { $0 >= limit }
  }

  static func finite(_ column: [Float], _ field: String) throws(DecodingFault) {
    try all(column, field) { $0.magnitude < .infinity }
  }

  /// NaN says "not measured"; infinity says nothing. (Comparisons with NaN are false, hence the negations.)
  static func finiteOrAbsent(_ column: [Float], _ field: String) throws(DecodingFault) {
    try all(column, field) { !($0.magnitude == .infinity) }
  }

  static func magnitudesOrAbsent(_ column: [Float], _ field: String) throws(DecodingFault) {
    try all(column, field) { !($0 < 0) && !($0 == .infinity) }
  }

  static func probabilitiesOrAbsent(_ column: [Float], _ field: String) throws(DecodingFault) {
    try all(column, field) { !($0 < 0) && !($0 > 1) }
  }

  @inline(__always)
  private static func all<Value: Comparable>(
    _ column: [Value], within range: ClosedRange<Value>, _ field: String
  ) throws(DecodingFault) {
    let (lowest, highest) = (range.lowerBound, range.upperBound)
    try all(column, field) { $0 >= lowest && $0 <= highest }
  }

  @inline(__always)
  private static func all<Value>(
    _ column: [Value], _ field: String, _ holds: (Value) -> Bool
  ) throws(DecodingFault) {
    var misses: UInt32 = 0
    for value in column { misses |= holds(value) ? 0 : 1 }
    guard misses == 0 else { throw .invalid(field: field) }
  }
}
