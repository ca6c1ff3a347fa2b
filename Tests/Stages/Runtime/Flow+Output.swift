import Core
import EventCodec
import Ports
import TestSupport

/// What a revision is known by.
struct RevisionKey: Hashable, Comparable {
  var id: RecordID
  var revision: UInt32

  static func < (left: Self, right: Self) -> Bool { (left.id, left.revision) < (right.id, right.revision) }
}

extension Flow {
  /// Revisions as they stand in the log, partition by partition.
  func hazards() throws -> [HazardRevision] {
    try log.contents(of: "network.hazards").flatMap { try $0.map { try Self.hazard($0.value ?? []) } }
  }

  func hazardKeys() throws -> [RevisionKey] {
    try hazards().map { RevisionKey(id: $0.hazardID, revision: $0.revision) }.sorted()
  }

  func rejections() throws -> [Rejection] {
    try log.contents(of: "network.rejected").flatMap { try $0.map { try Self.rejection($0.value ?? []) } }
  }

  /// Record ids of all admitted rows by partition, in order.
  func admittedIDs() throws -> [[RecordID]] {
    try log.contents(of: "network.admitted").map { records in
      try records.flatMap { try Self.batch($0.value ?? []).sightings.recordIDs }
    }
  }

  static func hazard(_ bytes: [UInt8]) throws -> HazardRevision { try EventCodec().decodeHazardRevision(bytes.span) }
  static func rejection(_ bytes: [UInt8]) throws -> Rejection { try EventCodec().decodeRejection(bytes.span) }
  static func batch(_ bytes: [UInt8]) throws -> AdmittedBatch { try EventCodec().decodeAdmittedBatch(bytes.span) }
}

extension Flow {
  /// Whether the group has committed everything the topic holds.
  func isCommitted(_ topic: String, group: String) -> Bool {
    let committed = log.committed(group: group)[topic] ?? [:]
    return log.contents(of: topic).enumerated().allSatisfy { partition, records in
      records.isEmpty || committed[Int32(partition)]?.offset == Int64(records.count)
    }
  }
}
