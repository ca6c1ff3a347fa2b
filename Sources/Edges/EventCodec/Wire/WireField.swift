/// How the bytes of a field are laid out (Protocol Buffers encoding, "Message Structure"). The two group types of
/// proto2 are not among them: no schema here has groups, and protobuf-c refuses them too.
enum WireType: UInt8 {
  case varint = 0
  case fixed64 = 1
  case lengthDelimited = 2
  case fixed32 = 5
}

/// What stands in front of each field: its number in the schema and its layout.
struct WireField {
  /// 1 ... 536,870,911.
  var number: Int
  var type: WireType
}
