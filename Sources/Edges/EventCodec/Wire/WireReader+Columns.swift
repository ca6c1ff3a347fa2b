internal import Core
internal import Ports

#if _endian(big)
  #error("columns are copied as they lie, which is little endian")
#endif

/// A number whose bytes on the wire are its bytes in memory: `fixed32`, `fixed64` and their kin.
protocol FixedWidth: BitwiseCopyable {}
extension Int32: FixedWidth {}
extension Int64: FixedWidth {}
extension UInt64: FixedWidth {}
extension Float: FixedWidth {}

/// Repeated fields as arrays. A column may come packed, in several packed pieces, or an entry a field: all are
/// appended.
extension WireReader {
  /// `repeated fixed32`, `fixed64`, `sfixed32`, `sfixed64`, `float`: copied as they lie.
  mutating func fixedColumn<Value: FixedWidth>(
    _ field: WireField, into column: inout [Value]
  ) throws(DecodingFault) {
    switch (field.type, MemoryLayout<Value>.size) {
    case (.lengthDelimited, let width):
      let piece = try bytes(field)
      guard piece.count % width == 0 else { throw .malformed }
      let entries = Self.copied(piece, as: Value.self)
      if column.isEmpty { column = entries } else { column.append(contentsOf: entries) }
    case (.fixed32, 4):
      let bits = try fixed32(field)
      column.append(unsafe unsafeBitCast(bits, to: Value.self))  // SAFETY: four bytes both, any bits are a value
    case (.fixed64, 8):
      let bits = try fixed64(field)
      column.append(unsafe unsafeBitCast(bits, to: Value.self))  // SAFETY: eight bytes both, any bits are a value
    default:
      throw .malformed
    }
  }

  /// `repeated uint32`.
  mutating func uint32Column(_ field: WireField, into column: inout [UInt32]) throws(DecodingFault) {
    try varintColumn(field, into: &column) { UInt32(truncatingIfNeeded: $0) }
  }

  /// `repeated sint32`.
  mutating func sint32Column(_ field: WireField, into column: inout [Int32]) throws(DecodingFault) {
    try varintColumn(field, into: &column) { ZigZag.decode($0) }
  }

  /// `repeated bool`.
  mutating func boolColumn(_ field: WireField, into column: inout [Bool]) throws(DecodingFault) {
    try varintColumn(field, into: &column) { $0 != 0 }
  }

  /// One `bytes` field that holds 16 bytes a row. Nil when its length is no multiple of 16.
  mutating func recordIDs(_ field: WireField) throws(DecodingFault) -> [RecordID]? {
    let content = try bytes(field)
    guard content.count % 16 == 0 else { return nil }
    // SAFETY: a byte has no padding, so its bytes are all initialized.
    let raw = unsafe content.bytes
    return unsafe [RecordID](unsafeUninitializedCapacity: content.count / 16) { target, count in
      for row in 0..<content.count / 16 {
        // SAFETY: any bytes are integers, the loads are bounds-checked, and the target has a place for each row.
        let high = unsafe UInt64(bigEndian: raw.unsafeLoadUnaligned(fromByteOffset: row * 16, as: UInt64.self))
        let low = unsafe UInt64(bigEndian: raw.unsafeLoadUnaligned(fromByteOffset: row * 16 + 8, as: UInt64.self))
        unsafe target.initializeElement(at: row, to: RecordID(high: high, low: low))
      }
      count = content.count / 16
    }
  }

  private static func copied<Value: FixedWidth>(_ piece: Span<UInt8>, as: Value.Type) -> [Value] {
    unsafe [Value](unsafeUninitializedCapacity: piece.count / MemoryLayout<Value>.size) { target, count in
      count = piece.count / MemoryLayout<Value>.size
      guard count > 0 else { return }
      // SAFETY: the target has room for just these bytes, any bits are a value, both pointers end with their closures.
      unsafe piece.withUnsafeBytes { unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: $0) }
    }
  }

  @inline(__always)  // so that the conversion is part of the loop, not a call an entry
  private mutating func varintColumn<Value>(
    _ field: WireField, into column: inout [Value], _ make: (UInt64) -> Value
  ) throws(DecodingFault) {
    guard field.type == .lengthDelimited else {
      column.append(make(try uint64(field)))
      return
    }
    let entries = try PackedVarints(try bytes(field)).decoded(make)
    if column.isEmpty { column = entries } else { column.append(contentsOf: entries) }
  }
}
