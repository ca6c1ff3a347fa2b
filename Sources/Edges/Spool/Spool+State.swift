extension Spool {
  /// A small value the camera keeps about itself, such as a secret.
  public func setting(_ name: String) throws(SpoolError) -> [UInt8]? {
    var value: [UInt8]?
    try database.query("SELECT value FROM state WHERE name = ?", [.text(name)], for: "read of a setting") {
      value = $0.blob(0)
    }
    return value
  }

  /// Durable on return; nil removes it, and its bytes are overwritten.
  public func setSetting(_ name: String, _ value: [UInt8]?) throws(SpoolError) {
    let operation = "change of a setting"
    if let value {
      try database.run("INSERT OR REPLACE INTO state VALUES (?, ?)", [.text(name), .blob(value)], for: operation)
    } else {
      try database.run("DELETE FROM state WHERE name = ?", [.text(name)], for: operation)
    }
  }
}
