internal import Core
internal import EventCodec
internal import Ports

extension FuzzEntry {
  /// The records of both planes.
  static let codec: [FuzzEntry] = [
    record("HazardSighting") { (codec, bytes) throws(DecodingFault) in codec.encode(try codec.decodeSighting(bytes)) },
    record("Exposure") { (codec, bytes) throws(DecodingFault) in codec.encode(try codec.decodeExposure(bytes)) },
    record("SceneSample") { (codec, bytes) throws(DecodingFault) in codec.encode(try codec.decodeSceneSample(bytes)) },
    record("AdmittedBatch") { (codec, bytes) throws(DecodingFault) in
      codec.encode(try codec.decodeAdmittedBatch(bytes))
    },
    record("HazardRevision") { (codec, bytes) throws(DecodingFault) in
      codec.encode(try codec.decodeHazardRevision(bytes))
    },
    record("BaselineTile") { (codec, bytes) throws(DecodingFault) in
      codec.encode(try codec.decodeBaselineTile(bytes))
    },
    record("Rejection") { (codec, bytes) throws(DecodingFault) in codec.encode(try codec.decodeRejection(bytes)) },
    record("DriveEvent") { (codec, bytes) throws(DecodingFault) in codec.encode(try codec.decodeDriveEvent(bytes)) },
    record("ClipEvent") { (codec, bytes) throws(DecodingFault) in codec.encode(try codec.decodeClipEvent(bytes)) },
    record("AccountEvent") { (codec, bytes) throws(DecodingFault) in
      codec.encode(try codec.decodeAccountEvent(bytes))
    },
    record("SealedRecord") { (codec, bytes) throws(DecodingFault) in
      codec.encode(try codec.decodeSealedRecord(bytes))
    },
  ]

  /// The law of a codec: what it reads it writes, and what it writes it reads as the same.
  private static func record(
    _ name: String, _ canonical: @escaping @Sendable (EventCodec, Span<UInt8>) throws(DecodingFault) -> [UInt8]
  ) -> FuzzEntry {
    FuzzEntry(name: name) { bytes in
      guard let first = try? canonical(EventCodec(), bytes.span) else { return }
      let second = try? canonical(EventCodec(), first.span)
      require(second == first, "what was written is read as something else")
    }
  }
}
