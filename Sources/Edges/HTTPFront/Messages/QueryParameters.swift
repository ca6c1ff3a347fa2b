/// The query of a request target, decoded; a name may come more than once.
public struct QueryParameters: Hashable, Sendable {
  public struct Item: Hashable, Sendable {
    public let name: String
    public let value: String
  }

  /// In the order they came.
  public let items: [Item]

  public init(_ items: [Item] = []) { self.items = items }

  /// nil: broken percent-encoding.
  init?(decoding query: Substring) {
    var items: [Item] = []
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
        let value = PercentEncoding.decode(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
      else { return nil }
      items.append(Item(name: name, value: value))
    }
    self.items = items
  }

  /// The first value of the name; a name without "=" has the empty value.
  public subscript(name: String) -> String? { items.first { $0.name == name }?.value }

  /// Every value of the name, in order.
  public func values(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }
}
