internal import Core
internal import Ports

/// The ranges of `FieldRange` for whole columns. Every loop runs to the end without a branch, so that the compiler can
/// take several rows at a time; a fault is the exception.
enum ColumnRange {
  private static let largest = Float.greatestFiniteMagnitude

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
    try none(column, field) { flag($0 >= FieldRange.courseCentidegrees.upperBound) }
  }

  static func coursesOrAbsent(_ column: [UInt32], _ field: String) throws(DecodingFault) {
    try none(column, field) {
      flag($0 >= FieldRange.courseCentidegrees.upperBound) & flag($0 != AbsentValue.course)
    }
  }

  static func below(_ limit: UInt32, _ column: [UInt32], _ field: String) throws(DecodingFault) {
    try none(column, field) { flag($0 >= limit) }
  }

  static func atLeast(_ limit: UInt32, _ column: [UInt32], _ field: String) throws(DecodingFault) {
    try none(column, field) { flag($0 < limit) }
  }

  static func finite(_ column: [Float], _ field: String) throws(DecodingFault) {
    try none(column, field) { 1 ^ (flag($0 >= -largest) & flag($0 <= largest)) }
  }

  // NaN says "not measured"; infinity says nothing. A comparison with NaN is false, so none of these flags it.

  static func finiteOrAbsent(_ column: [Float], _ field: String) throws(DecodingFault) {
    try none(column, field) { flag($0 < -largest) | flag($0 > largest) }
  }

  static func magnitudesOrAbsent(_ column: [Float], _ field: String) throws(DecodingFault) {
    try none(column, field) { flag($0 < 0) | flag($0 > largest) }
  }

  static func probabilitiesOrAbsent(_ column: [Float], _ field: String) throws(DecodingFault) {
    try none(column, field) { flag($0 < 0) | flag($0 > 1) }
  }

  @inline(__always)
  private static func all<Value: Comparable>(
    _ column: [Value], within range: ClosedRange<Value>, _ field: String
  ) throws(DecodingFault) {
    let (lowest, highest) = (range.lowerBound, range.upperBound)
    try none(column, field) { flag($0 < lowest) | flag($0 > highest) }
  }

  /// `outside` gives 1 for a value that is outside its range, else 0.
  @inline(__always)
  private static func none<Value>(
    _ column: [Value], _ field: String, _ outside: (Value) -> UInt32
  ) throws(DecodingFault) {
    var found: UInt32 = 0
    let values = column.span
    // Counted, not or-ed, and above without `magnitude`: the compiler turns those back into a branch a row, 7
    // instructions against 2. A message has fewer than 2³² rows.
    for row in values.indices { found &+= outside(values[row]) }
    guard found == 0 else { throw .invalid(field: field) }
  }

  @inline(__always)
  private static func flag(_ condition: Bool) -> UInt32 { condition ? 1 : 0 }
}
