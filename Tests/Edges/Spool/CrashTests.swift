import Foundation
import Spool
import Testing

@Suite("A spool whose process is killed")
struct CrashTests {
  /// Records of one append, as the camera's input comes in batches.
  private static let batch = 5

  @Test(arguments: 0..<4)
  func `loses nothing that append returned, and doubles nothing`(seed: Int) async throws {
    let folder = try SpoolFolder()
    let path = folder.path
    let progress = folder.url.appending(path: "progress").path(percentEncoded: false)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, progress = progress as String, seed = seed as Int] in
      let spool = try Spool(path: path)
      try Data().write(to: URL(filePath: progress))
      let journal = try FileHandle(forWritingTo: URL(filePath: progress))
      for number in 0..<100_000 {
        if number == 10 + seed * 7 {
          // From another thread, so that it strikes somewhere inside the appends.
          Thread { kill(getpid(), SIGKILL) }.start()
        }
        let first = number * CrashTests.batch
        try spool.append(
          (first..<(first + CrashTests.batch)).map { record($0) }, checkpoint: "input", Array("\(number + 1)".utf8))
        // What the kernel has been given outlives the process.
        journal.write(Data([1]))
      }
    }
    let returned = try Data(contentsOf: URL(filePath: progress)).count
    let spool = try folder.open()
    let checkpoint = try #require(spool.checkpoint("input").flatMap { Int(String(decoding: $0, as: UTF8.self)) })
    #expect(returned >= 10)
    // One append may have become durable just before the end, without having returned.
    #expect(returned...(returned + 1) ~= checkpoint)
    let expected = (0..<(checkpoint * CrashTests.batch)).map { record($0) }
    #expect(try spool.pending(limit: .max).map(\.entry) == expected)
    // Read again from the very beginning: everything is known.
    let outcome = try spool.append(expected + [record(checkpoint * CrashTests.batch)])
    #expect(outcome == AppendOutcome(appended: 1, duplicates: expected.count))
  }

  @Test func `keeps its acknowledgements`() async throws {
    let folder = try SpoolFolder()
    let path = folder.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let spool = try Spool(path: path)
      try spool.append((0..<10).map { record($0) })
      try spool.acknowledge(try spool.pending(limit: 4).map(\.sequence))
      kill(getpid(), SIGKILL)
    }
    let spool = try folder.open()
    #expect(try spool.pending(limit: 100).map(\.entry) == (4..<10).map { record($0) })
    #expect(try spool.append((0..<10).map { record($0) }).duplicates == 10)
  }
}
