internal import Ports

/// Reads the fields of one protobuf message in the order they lie (Protocol Buffers encoding specification). It borrows
/// the bytes and copies none; every step is bounds-checked, whatever the bytes are.
///
/// Stricter than the specification asks in three points, all as protobuf-c is: a known field of another wire type is
/// `.malformed` (not skipped), groups are refused, tags and lengths take at most five bytes.
struct WireReader: ~Escapable {
  /// Of a varint that holds 64 bits.
  private static let longestVarint = 10
  /// Of a tag or a length, which hold 32 bits.
  private static let longestTag = 5

  private let bytes: Span<UInt8>
  private var position = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  /// Nil at the end of the message.
  mutating func nextField() throws(DecodingFault) -> WireField? {
    guard position < bytes.count else { return nil }
    let tag = try shortVarint()
    guard let type = WireType(rawValue: UInt8(tag & 7)), tag >> 3 != 0 else { throw .malformed }
    return WireField(number: Int(tag >> 3), type: type)
  }

  /// Passes over a field that this build does not know: schemas only grow.
  mutating func skip(_ field: WireField) throws(DecodingFault) {
    switch field.type {
    case .varint: _ = try varint(atMost: Self.longestVarint)
    case .fixed32: _ = try take(4)
    case .fixed64: _ = try take(8)
    case .lengthDelimited: _ = try bytes(field)
    }
  }

  // MARK: Scalars

  mutating func uint64(_ field: WireField) throws(DecodingFault) -> UInt64 {
    guard field.type == .varint else { throw .malformed }
    return try varint(atMost: Self.longestVarint)
  }

  /// The low 32 bits, as the specification says for longer values.
  mutating func uint32(_ field: WireField) throws(DecodingFault) -> UInt32 {
    UInt32(truncatingIfNeeded: try uint64(field))
  }

  mutating func sint32(_ field: WireField) throws(DecodingFault) -> Int32 { ZigZag.decode(try uint64(field)) }

  mutating func bool(_ field: WireField) throws(DecodingFault) -> Bool { try uint64(field) != 0 }

  mutating func fixed32(_ field: WireField) throws(DecodingFault) -> UInt32 {
    guard field.type == .fixed32 else { throw .malformed }
    // SAFETY: any four bytes are an integer, and the load is bounds-checked.
    return unsafe UInt32(littleEndian: try take(4).bytes.unsafeLoadUnaligned(as: UInt32.self))
  }

  mutating func fixed64(_ field: WireField) throws(DecodingFault) -> UInt64 {
    guard field.type == .fixed64 else { throw .malformed }
    // SAFETY: any eight bytes are an integer, and the load is bounds-checked.
    return unsafe UInt64(littleEndian: try take(8).bytes.unsafeLoadUnaligned(as: UInt64.self))
  }

  mutating func sfixed32(_ field: WireField) throws(DecodingFault) -> Int32 { Int32(bitPattern: try fixed32(field)) }
  mutating func sfixed64(_ field: WireField) throws(DecodingFault) -> Int64 { Int64(bitPattern: try fixed64(field)) }
  mutating func float(_ field: WireField) throws(DecodingFault) -> Float { Float(bitPattern: try fixed32(field)) }

  // MARK: Lengths

  /// The content of a `bytes` field or of a nested message, where it lies.
  @_lifetime(copy self)
  mutating func bytes(_ field: WireField) throws(DecodingFault) -> Span<UInt8> {
    guard field.type == .lengthDelimited else { throw .malformed }
    return try take(Int(try shortVarint()))
  }

  mutating func array(_ field: WireField) throws(DecodingFault) -> [UInt8] {
    let content = try bytes(field)
    return unsafe [UInt8](unsafeUninitializedCapacity: content.count) { target, count in
      // SAFETY: the target has room for just these bytes, and both pointers end with their closures.
      unsafe content.withUnsafeBufferPointer { count = unsafe target.initialize(fromContentsOf: $0) }
    }
  }

  /// Bytes that are no UTF-8 are no string of proto3: `.malformed`.
  mutating func string(_ field: WireField) throws(DecodingFault) -> String {
    do {
      return String(copying: try UTF8Span(validating: try bytes(field)))
    } catch {
      throw .malformed
    }
  }

  // MARK: Steps

  @_lifetime(copy self)
  private mutating func take(_ count: Int) throws(DecodingFault) -> Span<UInt8> {
    // `position` never passes the end, so the difference cannot overflow.
    guard count <= bytes.count - position else { throw .malformed }
    let start = position
    position += count
    return bytes.extracting(start..<position)
  }

  /// A tag or a length.
  private mutating func shortVarint() throws(DecodingFault) -> UInt32 {
    guard let value = UInt32(exactly: try varint(atMost: Self.longestTag)) else { throw .malformed }
    return value
  }

  private mutating func varint(atMost longest: Int) throws(DecodingFault) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    for _ in 0..<longest {
      guard position < bytes.count else { throw .malformed }
      let byte = bytes[position]
      position += 1
      // Bits past the 64th fall off, as the specification lets them.
      value |= UInt64(byte & 0x7F) << shift
      guard byte >= 0x80 else { return value }
      shift += 7
    }
    throw .malformed
  }
}
