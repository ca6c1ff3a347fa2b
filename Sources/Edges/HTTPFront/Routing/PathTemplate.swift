/// A path with names in it: "/v1/hazards/{id}", "/assets/{path...}" (the rest, at least one segment).
struct PathTemplate: Hashable, Sendable {
  enum Segment: Hashable, Sendable {
    case literal(String)
    case name(String)
    case rest(String)
  }

  let text: String
  let segments: [Segment]

  /// - Precondition: begins with "/", no empty segment, no name twice, `{name...}` only at the end.
  init(_ text: String) {
    precondition(text.utf8.first == 0x2f, "a path template begins with a slash: \(text)")
    self.text = text
    let parts = text == "/" ? [] : text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    var names: Set<Substring> = []
    var segments: [Segment] = []
    for (index, part) in parts.enumerated() {
      precondition(!part.isEmpty, "a path template has no empty segment: \(text)")
      guard part.hasPrefix("{"), part.hasSuffix("}") else {
        precondition(!part.contains { $0 == "{" || $0 == "}" }, "a name fills its segment: \(text)")
        segments.append(.literal(String(part)))
        continue
      }
      let isRest = part.hasSuffix("...}")
      let name = part.dropFirst().dropLast(isRest ? 4 : 1)
      precondition(!name.isEmpty && names.insert(name).inserted, "names differ: \(text)")
      precondition(!isRest || index == parts.count - 1, "{\(name)...} stands at the end: \(text)")
      segments.append(isRest ? .rest(String(name)) : .name(String(name)))
    }
    self.segments = segments
  }

  /// The same path for a client, whatever the names: two routes of one shape and method would hide one another.
  var shape: String {
    segments.map { segment in
      switch segment {
      case .literal(let text): "/" + text
      case .name: "/{}"
      case .rest: "/{...}"
      }
    }.joined()
  }

  /// nil: another path.
  func match(_ path: [String]) -> PathParameters? {
    var values: [String: String] = [:]
    for (index, segment) in segments.enumerated() {
      guard index < path.count else { return nil }
      switch segment {
      case .literal(let text): guard path[index] == text else { return nil }
      case .name(let name):
        guard !path[index].isEmpty else { return nil }
        values[name] = path[index]
      case .rest(let name):
        values[name] = path[index...].joined(separator: "/")
        return PathParameters(values)
      }
    }
    return path.count == segments.count ? PathParameters(values) : nil
  }

  /// How exactly it speaks, segment by segment: a literal beats a name, a name beats a rest.
  func isMoreSpecific(than other: PathTemplate) -> Bool {
    for (mine, theirs) in zip(segments, other.segments) where mine.rank != theirs.rank {
      return mine.rank < theirs.rank
    }
    return segments.count > other.segments.count
  }
}

extension PathTemplate.Segment {
  fileprivate var rank: Int {
    switch self {
    case .literal: 0
    case .name: 1
    case .rest: 2
    }
  }
}
