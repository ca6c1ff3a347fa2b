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

  var migrations: [Migration] {
    switch self {
    case .personal:
      [
        Migration(name: "positions/0001-positions.sql", bytes: PackageResources._001_positions_sql),
        Migration(name: "personal/0001-archive.sql", bytes: PackageResources._001_archive_sql),
      ]
    case .vault: [Migration(name: "vault/0001-driver-keys.sql", bytes: PackageResources._001_driver_keys_sql)]
    }
  }
}
