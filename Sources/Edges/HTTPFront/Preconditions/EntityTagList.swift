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
    while let start = rest.firstIndex(where: { $0 != " " && $0 != "\t" && $0 != "," }) {
      rest = rest[start...]
      guard let open = rest.firstIndex(of: "\""),
        let close = rest[rest.index(after: open)...].firstIndex(of: "\""),
        let tag = EntityTag(parsing: rest[...close])
      else { break }
      tags.append(tag)
      rest = rest[rest.index(after: close)...]
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
