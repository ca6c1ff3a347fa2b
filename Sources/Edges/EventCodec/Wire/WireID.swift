internal import Core
internal import Ports

/// A `bytes` field that names something in 16 bytes, as it was read: whether its length is right is judged at the end,
/// because the last of several occurrences counts.
enum WireID {
  case empty
  case whole(RecordID)
  case wrongLength

  func required(_ field: String) throws(DecodingFault) -> RecordID {
    guard case .whole(let id) = self else { throw .invalid(field: field) }
    return id
  }

  /// Nil when empty.
  func optional(_ field: String) throws(DecodingFault) -> RecordID? {
    if case .empty = self { return nil }
    return try required(field)
  }
}

extension WireReader {
  mutating func id(_ field: WireField) throws(DecodingFault) -> WireID {
    let content = try bytes(field)
    if content.isEmpty { return .empty }
    guard let id = RecordID(bytes: content) else { return .wrongLength }
    return .whole(id)
  }
}
