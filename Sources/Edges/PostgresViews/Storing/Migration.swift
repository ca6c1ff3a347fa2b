internal import Core

/// One file of `schemas/views`, as it was when this program was built.
struct Migration {
  /// `personal/0001-archive.sql`
  var name: String
  var bytes: [UInt8]

  var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// The schemas that this build knows, each with its migrations in order. `Migrations` is a link to `schemas/views`; the
/// names of the files are different in all folders, because the build flattens them.
public enum ViewSchema: String, CaseIterable, Sendable {
  case personal
  case vault
  /// Owners' sign-in links and sessions.
  case access
  /// The clip service's ledger.
  case clips
  /// Insurers' keys.
  case insurers
  /// Braking and speed per place and hour of the week.
  case insights
  /// The hazards that were.
  case history

  /// The plane it belongs to.
  public var database: String {
    switch self {
    case .personal, .vault, .access, .clips: PrivateCluster.personal
    case .insurers, .insights, .history: PrivateCluster.network
    }
  }

  var migrations: [Migration] {
    switch self {
    case .personal:
      [
        Migration(name: "positions/0001-positions.sql", bytes: PackageResources._001_positions_sql),
        Migration(name: "personal/0001-archive.sql", bytes: PackageResources._001_archive_sql),
      ]
    case .vault: [Migration(name: "vault/0001-driver-keys.sql", bytes: PackageResources._001_driver_keys_sql)]
    case .access: [Migration(name: "access/0001-sessions.sql", bytes: PackageResources._001_sessions_sql)]
    case .clips:
      [
        Migration(name: "positions/0001-positions.sql", bytes: PackageResources._001_positions_sql),
        Migration(name: "clips/0001-clips.sql", bytes: PackageResources._001_clips_sql),
        Migration(name: "clips/0002-plans.sql", bytes: PackageResources._002_plans_sql),
        Migration(name: "clips/0003-erasure.sql", bytes: PackageResources._003_erasure_sql),
      ]
    case .insurers:
      [Migration(name: "insurers/0001-insurer-keys.sql", bytes: PackageResources._001_insurer_keys_sql)]
    case .insights:
      [
        Migration(name: "positions/0001-positions.sql", bytes: PackageResources._001_positions_sql),
        Migration(name: "insights/0001-insights.sql", bytes: PackageResources._001_insights_sql),
      ]
    case .history:
      [
        Migration(name: "positions/0001-positions.sql", bytes: PackageResources._001_positions_sql),
        Migration(name: "history/0001-hazards.sql", bytes: PackageResources._001_hazards_sql),
      ]
    }
  }
}
