public import Ports

/// Builds a set of views anew from offset zero, beside the live one, and puts it in its place in one transaction.
public struct ViewRebuild {
  private let settings: PostgresSettings
  private let schema: ViewSchema

  public init(_ settings: PostgresSettings, schema: ViewSchema) {
    self.settings = settings
    self.schema = schema
  }

  private var next: String { schema.rawValue + "_next" }
  private var old: String { schema.rawValue + "_old" }

  /// An empty set of views beside the live one; what an earlier rebuild left is dropped.
  public func begin() throws(ViewError) -> PostgresViewStore {
    let connection = try Connection(settings, schema: nil)
    try connection.execute("DROP SCHEMA IF EXISTS \(next) CASCADE", "rebuild \(schema.rawValue)")
    _ = try Migrator(settings).migrate(schema, as: next)
    return PostgresViewStore(settings, schema: next)
  }

  /// The new views become the live ones. Whoever still writes to the old ones is fenced: the epochs of the positions
  /// are put above those that were claimed.
  public func swap() throws(ViewError) {
    let operation = "swap the views of \(schema.rawValue)"
    let live = schema.rawValue
    let connection = try Connection(settings, schema: nil)
    try connection.transaction(
      [
        Statement("LOCK TABLE \(live).positions IN ACCESS EXCLUSIVE MODE"),
        Statement(
          """
          UPDATE \(next).positions n SET epoch = greatest(n.epoch, l.epoch) + 1 FROM \(live).positions l
            WHERE l.topic = n.topic AND l.partition = n.partition
          """),
        Statement("DROP SCHEMA IF EXISTS \(old) CASCADE"),
        Statement("ALTER SCHEMA \(live) RENAME TO \(old)"),
        Statement("ALTER SCHEMA \(next) RENAME TO \(live)"),
        Statement("DROP SCHEMA \(old) CASCADE"),
      ], operation)
  }
}
