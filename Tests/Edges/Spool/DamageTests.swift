import Foundation
import Spool
import TestSupport
import Testing

@Suite("A spool in trouble")
struct DamageTests {
  @Test func `says that the disk is full, keeps what it had and lives on`() throws {
    let folder = try SpoolFolder()
    var limits = SpoolLimits()
    limits.maximumFileBytes = 40 * 4_096
    let spool = try folder.open(limits)
    var stored: [SpoolEntry] = []
    var failure: SpoolError?
    for number in 0..<1_000 where failure == nil {
      let batch = [record(number * 2, bytes: 1_500), record(number * 2 + 1, bytes: 1_500)]
      do throws(SpoolError) {
        try spool.append(batch, checkpoint: "input", Array("\(number)".utf8))
        stored += batch
      } catch {
        failure = error
      }
    }
    #expect(failure?.kind == .diskFull)
    #expect(failure?.hint.contains("free space") == true)
    #expect(!stored.isEmpty)
    #expect(try spool.pending(limit: .max).map(\.entry) == stored)
    #expect(spool.count == stored.count)
    #expect(try spool.checkpoint("input") == Array("\(stored.count / 2 - 1)".utf8))
    try spool.acknowledge(try spool.pending(limit: stored.count / 2).map(\.sequence))
    #expect(try spool.append([record(5_000, bytes: 1_500)]).appended == 1)
  }

  @Test func `that is no database is refused with its path and what to do`() throws {
    let folder = try SpoolFolder()
    try Data("this is not a database, but long enough to look at its head ..................".utf8)
      .write(to: folder.url.appending(path: "spool.db"))
    let error = #expect(throws: SpoolError.self) { try folder.open() }
    #expect(error?.kind == .corrupted)
    #expect(error?.path == folder.path)
    #expect(error?.hint.contains("move \(folder.path)") == true)
  }

  @Test(arguments: 0..<12)
  func `whose file is damaged is refused or whole, and never stops the process`(seed: UInt64) throws {
    let folder = try SpoolFolder()
    let entries = (0..<200).map { record($0, bytes: 300) }
    try folder.open().append(entries)
    let url = folder.url.appending(path: "spool.db")
    var bytes = [UInt8](try Data(contentsOf: url))
    var random = SeededGenerator(seed: seed)
    if seed % 3 == 0 {
      bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
    } else {
      let start = Int.random(in: 0..<(bytes.count - 2_000), using: &random)
      for index in start..<(start + 2_000) { bytes[index] = UInt8.random(in: 0...255, using: &random) }
    }
    try Data(bytes).write(to: url)
    do throws(SpoolError) {
      let spool = try Spool(path: folder.path)
      let pending = try spool.pending(limit: .max)
      // Damage inside a value's bytes is what no check of a database finds; a lost or mixed-up row is.
      #expect(pending.count == entries.count, "seed \(seed)")
      try spool.append([record(1_000)])
    } catch {
      #expect(error.kind == .corrupted, "seed \(seed): \(error)")
    }
  }

  @Test func `of another kind, or of a newer version, is not touched`() throws {
    let folder = try SpoolFolder()
    _ = try folder.open()
    let url = folder.url.appending(path: "spool.db")
    var bytes = [UInt8](try Data(contentsOf: url))
    // File format of SQLite: the user version at 60, the application's id at 68, both big endian.
    bytes[63] = 9
    try Data(bytes).write(to: url)
    let newer = #expect(throws: SpoolError.self) { try folder.open() }
    #expect(newer?.kind == .newerVersion)
    bytes[63] = 1
    bytes[68] ^= 1
    try Data(bytes).write(to: url)
    let other = #expect(throws: SpoolError.self) { try folder.open() }
    #expect(other?.kind == .corrupted)
  }

  @Test func `is open in one process only`() throws {
    let folder = try SpoolFolder()
    let spool = try folder.open()
    try spool.append([record(1)])
    let error = #expect(throws: SpoolError.self) { try folder.open() }
    #expect(error?.kind == .inUse)
    #expect(spool.count == 1)
  }

  @Test func `where nobody may write says so`() throws {
    let error = #expect(throws: SpoolError.self) { try Spool(path: "/nonexistent/folder/spool.db") }
    #expect(error?.kind == .notPermitted)
  }
}
