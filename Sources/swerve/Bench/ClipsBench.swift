extension Bench {
  /// Footage as it is kept: pieces as large as the camera's uploader sends them, each sealed and on the disk before the
  /// next, against the same pieces written as they are. Beside it the whole way of an upload: each piece with its
  /// checksum, the digest of the whole, and a transaction of the ledger. Events a second are durable MiB a second.
  static let clips = Bench(
    name: "clips", unit: "durable MiB", events: 256, countedEvents: nil,
    subject: Workload("seal, write, fdatasync", prepared: landing { try $0.seal($1) }),
    reference: Workload("write, fdatasync", prepared: landing { try $0.write($1) }),
    others: [
      Workload("land an upload", prepared: landing { try $0.upload($1) }),
      Workload("checksum, digest and seal", prepared: landing { try $0.compute($1) }),
    ],
    facts: { events, seed in
      [
        "path":
          "an upload: ClipStore.create, then for each piece ClipStore.landing, ClipLanding.take and end: checksum, digest, "
          + "seal, append, fdatasync, ledger; at the end the object's name",
        "ledger": "a transaction of a private PostgreSQL for each piece, with its own fsync, on the same disk",
        "piece_bytes": "\(LandingFixture.pieceByteCount)", "take_bytes": "\(LandingFixture.takeByteCount)",
        "http": "not in the path",
      ]
    })

  private static let fixture = SharedFixture { _, seed in try LandingFixture(seed) }

  private static func landing(
    _ run: @escaping @Sendable (LandingFixture, Int) throws -> Void
  ) -> @Sendable (Int, UInt64) throws -> Workload.Prepared {
    { events, seed in
      let fixture = try fixture.value(events, seed)
      return Workload.Prepared(reset: fixture.reset) { count in
        try run(fixture, count)
        return []
      }
    }
  }
}
