import Core
import Foundation
import Recordings
import TestSupport
import Testing

@testable import Agent
@testable import swerve

@Suite("The owner's cars in the demo")
struct OwnerTests {
  @Test func `of recorded drives end each trip where its recording ends`() throws {
    let folder = try TemporaryFolder()
    let lines = (0..<90).map { second in
      #"{"t":\#(1_767_225_600 + second),"lat":\#(46.0 + Double(second) * 1e-4),"lon":-30.0,"speed":11,"course":0}"#
    }
    let path = folder.path + "/drive.jsonl"
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
    let start = Timestamp(milliseconds: 1_800_000_000_000)
    var traffic = try RecordedTraffic(paths: [path], start: start, arguments: Arguments())
    #expect(traffic.endlessSince == nil)
    #expect(traffic.shift(of: 0) == start - Timestamp(milliseconds: 1_767_225_600_000))
    let readings = traffic.advance(to: start + .minutes(2)).flatMap(\.readings)
    #expect(readings.last == .recordingStarted(start + .seconds(89)))
    var cutter = DriveCutter()
    let transitions = readings.flatMap { cutter.absorb($0) }
    #expect(transitions.count == 2 && !cutter.isDriving)
  }

  @Test func `have a film around every incident, the same whenever it is asked for`() throws {
    let folder = try TemporaryFolder()
    try MovieFile.write(seconds: 20, created: nil, to: folder.path + "/20260105_081500.mp4")
    try MovieFile.write(seconds: 8, created: nil, to: folder.path + "/20260105_081600.mp4")
    let footage = try DemoFootage(folder: folder.path)
    for number in 0..<4 {
      let trigger = Timestamp(milliseconds: 1_800_000_000_000)
      let work = ClipWork(
        kind: .event, driveID: RecordID(high: 0, low: 1), incidentID: RecordID(high: 0, low: UInt64(number)),
        from: trigger - .seconds(10), until: trigger + .seconds(10), trigger: trigger)
      let files = footage.files(for: work, movedBy: .zero)
      #expect(files.count == 1 && files[0].covers(trigger))
      #expect(trigger - files[0].from == (number.isMultiple(of: 2) ? .seconds(10) : .seconds(4)))
      #expect(footage.files(for: work, movedBy: .zero) == files)
    }
  }

  @Test func `take a real film of the time where there is one`() throws {
    let folder = try TemporaryFolder()
    for name in ["20260105_081500", "20260105_081600", "20260105_081700"] {
      try MovieFile.write(seconds: 60, created: nil, to: "\(folder.path)/\(name).mp4")
    }
    let footage = try DemoFootage(folder: folder.path)
    let recorded = try Footage(folder: folder.path).files[1].from + .seconds(30)
    let shift = Timestamp.Span.hours(7)
    let work = ClipWork(
      kind: .event, driveID: RecordID(high: 0, low: 1), incidentID: RecordID(high: 0, low: 5),
      from: recorded + shift - .seconds(10), until: recorded + shift + .seconds(10), trigger: recorded + shift)
    let files = footage.files(for: work, movedBy: shift)
    #expect(files.map(\.path) == [folder.path + "/20260105_081600.mp4"])
    #expect(files.first?.from == recorded + shift - .seconds(30))
  }
}
