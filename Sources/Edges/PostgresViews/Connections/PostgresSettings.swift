/// How one role reaches its database.
public struct PostgresSettings: Sendable {
  /// libpq's own text: `host=… dbname=… user=…` or `postgresql://…`. A password comes from PGPASSWORD or a password
  /// file, never from here.
  public var text: String
  /// For messages.
  public var database: String

  public init(text: String, database: String) {
    self.text = text
    self.database = database
  }

  /// Seconds one try to connect may take.
  static let connectSeconds = 5

  var connectionText: String {
    let isURL = text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
    let more =
      isURL
      ? (text.contains("?") ? "&" : "?")
        + "connect_timeout=\(Self.connectSeconds)&application_name=swerve&client_encoding=UTF8"
      : " connect_timeout=\(Self.connectSeconds) application_name=swerve client_encoding=UTF8"
    return text + more
  }
}
