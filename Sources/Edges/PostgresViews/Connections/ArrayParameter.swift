/// Arrays of one dimension in PostgreSQL's binary format (`array_recv` in PostgreSQL's arrayfuncs.c): dimensions, a
/// null flag, the element's type, length and lower bound, then each element behind its length.
enum ArrayParameter {
  /// - Parameters:
  ///   - size: bytes of an element, about: it saves room from being made again and again.
  ///   - write: appends the bytes of one element.
  static func of<Value>(
    _ values: ArraySlice<Value?>, _ type: Parameter.TypeID, _ element: Parameter.TypeID, size: Int,
    write: (Value, inout [UInt8]) -> Void
  ) -> Parameter {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(20 + values.count * (4 + size))
    append(UInt32(values.isEmpty ? 0 : 1), to: &bytes)
    append(UInt32(values.contains { $0 == nil } ? 1 : 0), to: &bytes)
    append(element.rawValue, to: &bytes)
    if !values.isEmpty {
      append(UInt32(clamping: values.count), to: &bytes)
      append(UInt32(1), to: &bytes)
    }
    for value in values {
      guard let value else {
        append(UInt32.max, to: &bytes)
        continue
      }
      let start = bytes.count
      append(UInt32(0), to: &bytes)
      write(value, &bytes)
      let length = UInt32(clamping: bytes.count - start - 4)
      for index in 0..<4 { bytes[start + index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * UInt32(index))) }
    }
    return Parameter(type: type, bytes: bytes)
  }

  static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    var shift = value.bitWidth
    while shift > 0 {
      shift -= 8
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
