import Agent
import Core
import Foundation
import Recordings
import TestSupport
import Testing

@testable import swerve

extension ClipTests {
  /// In the suite of the footage, one test after the other: a service sweeps its whole database by its own clock.
  @Suite("A camera with footage")
  struct ClipUploaderTests {
    private static func footage(_ folder: TemporaryFolder, _ byteCount: Int) throws -> Footage {
      try MovieFile.write(
        seconds: 20, created: nil, content: ClipWorld.bytes(byteCount, seed: 9), to: folder.path + "/20260105081500.mp4"
      )
      return try Footage(folder: folder.path)
    }

    @Test func `uploads a file in pieces, goes on where it stopped, and is done with what is there`() async throws {
      let world = try ClipWorld()
      let (camera, folder, clip) = (try world.pair(), try TemporaryFolder(), ClipWorld.clip())
      let footage = try Self.footage(folder, ClipUploader.pieceByteCount + 1_000)
      let file = try #require(footage.files.first)
      let bytes = try #require(file.read(at: 0, limit: .max))
      // An earlier process has sent a part.
      world.clock.set(to: SystemClock().now())
      #expect(try await world.create(clip, bytes.count, by: camera).status == 201)
      #expect(try await world.patch(clip, at: 0, Array(bytes[..<77_777]), by: camera).status == 204)
      let uploader = try #require(ClipUploader(address: world.base, camera: camera))
      try await onOwnThread {
        #expect(uploader.upload(file, as: clip, kind: .event) == .done)
        #expect(uploader.upload(file, as: clip, kind: .event) == .done)
      }
      try world.declare(clip, bytes, by: camera)
      try await onOwnThread { try world.settle() }
      #expect(try world.said(of: camera).count == 1)
      await world.stop()
    }

    @Test func `keeps what finds no room or no service for later`() async throws {
      var rule = ClipRule()
      rule.tier = 100
      let world = try ClipWorld(rule)
      let (camera, folder) = (try world.pair(), try TemporaryFolder())
      world.clock.set(to: SystemClock().now())
      let footage = try Self.footage(folder, 1_000)
      let file = try #require(footage.files.first)
      let uploader = try #require(ClipUploader(address: world.base, camera: camera))
      try await onOwnThread {
        #expect(uploader.upload(file, as: ClipWorld.clip(), kind: .drive) == .later("there is no room for a clip"))
      }
      await world.stop()
      try await onOwnThread {
        guard case .later = uploader.upload(file, as: ClipWorld.clip(), kind: .drive) else {
          Issue.record("nobody took it")
          return
        }
      }
      #expect(ClipUploader(address: "ftp://example.org", camera: camera) == nil)
    }
  }
}
