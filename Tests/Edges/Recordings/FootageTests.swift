import Core
import Foundation
import TestSupport
import Testing

@testable import Recordings

@Suite struct `A folder of footage` {
  private static let recorded = Timestamp(milliseconds: 1_767_600_900_000)  // 2026-01-05T08:15:00Z

  @Test(arguments: [
    "20260105081500.mp4", "2026-01-05_08-15-00_F.MP4", "clip 2026.01.05 08:15:00.mov", "VID_20260105_081500_0042.m4v",
  ])
  func `tells the time by a file's name`(name: String) throws {
    let folder = try TemporaryFolder()
    try MovieFile.write(seconds: 20, created: nil, to: folder.path + "/" + name)
    let footage = try Footage(folder: folder.path)
    let file = try #require(footage.files.first)
    #expect(file.from == Self.recorded && file.until == Self.recorded + .seconds(20))
    #expect(file.covers(Self.recorded) && !file.covers(Self.recorded + .seconds(20)))
    #expect(footage.files(from: Self.recorded + .seconds(19), until: Self.recorded + .seconds(90)).count == 1)
    #expect(footage.files(from: Self.recorded + .seconds(20), until: Self.recorded + .seconds(90)).isEmpty)
  }

  @Test func `tells the time by the file where its name does not`() throws {
    let folder = try TemporaryFolder()
    try MovieFile.write(seconds: 3, created: Self.recorded, to: folder.path + "/front.mp4")
    // A day that there is not.
    try MovieFile.write(seconds: 3, created: Self.recorded, to: folder.path + "/20261305081500.mp4")
    #expect(try Footage(folder: folder.path).files.map(\.from) == [Self.recorded, Self.recorded])
  }

  @Test func `passes over what is no video or has no time`() throws {
    let folder = try TemporaryFolder()
    try MovieFile.write(seconds: 3, created: nil, to: folder.path + "/front.mp4")
    try MovieFile.write(seconds: 0, created: nil, to: folder.path + "/20260105081500.mp4")
    let whole = MovieFile.bytes(seconds: 3, created: Self.recorded)
    for length in 0..<whole.count - 8 {
      try Data(whole[..<length]).write(to: URL(filePath: folder.path + "/cut-\(length).mp4"))
    }
    try Data("notes".utf8).write(to: URL(filePath: folder.path + "/20260105081500.txt"))
    let footage = try Footage(folder: folder.path)
    #expect(footage.files.allSatisfy { $0.path.contains("cut") } && footage.skipped >= 2)
    #expect(throws: RecordingFault.self) { _ = try Footage(folder: folder.path + "/none") }
  }
}
