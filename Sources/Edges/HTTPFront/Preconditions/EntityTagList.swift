/// The value of If-Match and If-None-Match: "*" or a list of tags. A comma may stand inside a tag.
enum EntityTagList {
  case any
  case tags([EntityTag])

  /// nil: the field is absent. What cannot be read matches nothing.
  init?(_ values: [String]) {
    guard !values.isEmpty else { return nil }
    let text = values.joined(separator: ",")
    if Substring(text).trimmingBlanks == "*" {
      self = .any
      return
    }
    var tags: [EntityTag] = []
    var rest = Substring(text)
    while let start = rest.utf8.firstIndex(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x2c }) {
      rest = rest[start...]
      guard let open = rest.utf8.firstIndex(of: 0x22),
        let close = rest[rest.utf8.index(after: open)...].utf8.firstIndex(of: 0x22),
        let tag = EntityTag(parsing: rest[..<rest.utf8.index(after: close)])
      else { break }
      tags.append(tag)
      rest = rest[rest.utf8.index(after: close)...]
    }
    self = .tags(tags)
  }

  func contains(_ tag: EntityTag?, by matches: (EntityTag, EntityTag) -> Bool) -> Bool {
    guard let tag else { return false }
    return switch self {
    case .any: true
    case .tags(let tags): tags.contains { matches($0, tag) }
    }
  }
}
