internal import Core

/// Writes one protobuf message in its canonical form: called in the order of the field numbers, it gives the bytes that
/// `protoc --encode` gives. A value of zero is left out, as proto3 does; `optional…` is for what has presence.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  init(reserving capacity: Int) { bytes.reserveCapacity(capacity) }

  // MARK: Scalars

  mutating func uint64(_ number: Int, _ value: UInt64) {
    guard value != 0 else { return }
    tag(number, .varint)
    varint(value)
  }

  mutating func uint32(_ number: Int, _ value: UInt32) { uint64(number, UInt64(value)) }
  mutating func sint32(_ number: Int, _ value: Int32) { uint64(number, ZigZag.encode(value)) }
  mutating func bool(_ number: Int, _ value: Bool) { uint64(number, value ? 1 : 0) }

  /// An enum is an `int32` on the wire: a number above 2³¹ - 1 is a negative one, in ten bytes.
  mutating func enumeration(_ number: Int, _ value: UInt32) {
    uint64(number, UInt64(bitPattern: Int64(Int32(bitPattern: value))))
  }

  mutating func fixed32(_ number: Int, _ value: UInt32) {
    guard value != 0 else { return }
    tag(number, .fixed32)
    littleEndian(UInt64(value), bytes: 4)
  }

  mutating func fixed64(_ number: Int, _ value: UInt64) {
    guard value != 0 else { return }
    tag(number, .fixed64)
    littleEndian(value, bytes: 8)
  }

  mutating func sfixed32(_ number: Int, _ value: Int32) { fixed32(number, UInt32(bitPattern: value)) }
  mutating func sfixed64(_ number: Int, _ value: Int64) { fixed64(number, UInt64(bitPattern: value)) }
  /// Minus zero is written: only the bits of plus zero are the default.
  mutating func float(_ number: Int, _ value: Float) { fixed32(number, value.bitPattern) }

  // MARK: Presence

  mutating func optionalUInt32(_ number: Int, _ value: UInt32?) {
    guard let value else { return }
    tag(number, .varint)
    varint(UInt64(value))
  }

  mutating func optionalFloat(_ number: Int, _ value: Float?) {
    guard let value else { return }
    tag(number, .fixed32)
    littleEndian(UInt64(value.bitPattern), bytes: 4)
  }

  mutating func optionalBytes(_ number: Int, _ value: [UInt8]?) {
    guard let value else { return }
    tag(number, .lengthDelimited)
    varint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  mutating func optionalID(_ number: Int, _ id: RecordID?) {
    if let id { self.id(number, id) }
  }

  // MARK: Lengths

  mutating func id(_ number: Int, _ id: RecordID) {
    tag(number, .lengthDelimited)
    varint(16)
    sixteenBytes(id)
  }

  mutating func bytes(_ number: Int, _ value: [UInt8]) { optionalBytes(number, value.isEmpty ? nil : value) }
  mutating func string(_ number: Int, _ value: String) { bytes(number, Array(value.utf8)) }

  /// A nested message, written even when it is empty: its presence says something.
  mutating func message(_ number: Int, _ body: (inout WireWriter) -> Void) {
    tag(number, .lengthDelimited)
    // The length is known only afterwards. It gets one byte now, and moves the content when it needs more.
    var place = bytes.count
    bytes.append(0)
    body(&self)
    var rest = bytes.count - place - 1
    let more = Self.length(ofVarint: UInt64(rest)) - 1
    if more > 0 { bytes.insert(contentsOf: repeatElement(0, count: more), at: place) }
    while rest >= 0x80 {
      bytes[place] = UInt8(truncatingIfNeeded: rest) | 0x80
      rest >>= 7
      place += 1
    }
    bytes[place] = UInt8(truncatingIfNeeded: rest)
  }

  // MARK: Columns

  /// A packed column of fixed width: copied as it lies.
  mutating func fixedColumn<Value: FixedWidth>(_ number: Int, _ column: [Value]) {
    guard !column.isEmpty else { return }
    tag(number, .lengthDelimited)
    varint(UInt64(column.count * MemoryLayout<Value>.size))
    // SAFETY: the pointer ends with the closure, and every byte of a number is initialized.
    unsafe column.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  mutating func uint32Column(_ number: Int, _ column: [UInt32]) { varintColumn(number, column) { UInt64($0) } }
  mutating func sint32Column(_ number: Int, _ column: [Int32]) { varintColumn(number, column) { ZigZag.encode($0) } }
  mutating func boolColumn(_ number: Int, _ column: [Bool]) { varintColumn(number, column) { $0 ? 1 : 0 } }

  /// 16 bytes a row in one `bytes` field.
  mutating func recordIDs(_ number: Int, _ ids: [RecordID]) {
    guard !ids.isEmpty else { return }
    tag(number, .lengthDelimited)
    varint(UInt64(ids.count * 16))
    var halves: [UInt64] = []
    halves.reserveCapacity(ids.count * 2)
    for id in ids {
      halves.append(id.high.bigEndian)
      halves.append(id.low.bigEndian)
    }
    // SAFETY: the pointer ends with the closure, and every byte of a number is initialized.
    unsafe halves.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  @inline(__always)
  private mutating func varintColumn<Value>(_ number: Int, _ column: [Value], _ make: (Value) -> UInt64) {
    guard !column.isEmpty else { return }
    var length = 0
    for value in column { length += Self.length(ofVarint: make(value)) }
    tag(number, .lengthDelimited)
    varint(UInt64(length))
    bytes.append(addingCapacity: length) { target in
      for value in column {
        var rest = make(value)
        while rest >= 0x80 {
          target.append(UInt8(truncatingIfNeeded: rest) | 0x80)
          rest >>= 7
        }
        target.append(UInt8(truncatingIfNeeded: rest))
      }
    }
  }

  // MARK: Steps

  private mutating func tag(_ number: Int, _ type: WireType) {
    varint(UInt64(number) << 3 | UInt64(type.rawValue))
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  private mutating func littleEndian(_ value: UInt64, bytes count: Int) {
    // SAFETY: the pointer ends with the closure; a number has eight bytes, `count` is four or eight.
    unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0.prefix(count)) }
  }

  private mutating func bigEndian(_ value: UInt64) {
    // SAFETY: the pointer ends with the closure.
    unsafe withUnsafeBytes(of: value.bigEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  private mutating func sixteenBytes(_ id: RecordID) {
    bigEndian(id.high)
    bigEndian(id.low)
  }

  /// One byte for each seven bits that are used.
  private static func length(ofVarint value: UInt64) -> Int { (70 - (value | 1).leadingZeroBitCount) / 7 }
}
