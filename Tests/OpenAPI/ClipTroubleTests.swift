import Clips
import Core
import Foundation
import Ports
import TestSupport
import Testing

@testable import swerve

extension ClipTests {
  /// In the suite of the footage, one test after the other: a service sweeps its whole database by its own clock.
  @Suite("Footage in trouble")
  struct ClipTroubleTests {
    @Test func `finds the disk full, is told so, and goes on from what was acknowledged`() async throws {
      let disk = MemoryObjectStore()
      let world = try ClipWorld(objects: disk)
      let (camera, clip, bytes) = (try world.pair(), ClipWorld.clip(), ClipWorld.bytes(200_000, seed: 3))
      #expect(try await world.create(clip, bytes.count, by: camera).status == 201)
      #expect(try await world.patch(clip, at: 0, Array(bytes[..<60_000]), by: camera).status == 204)
      disk.capacity = 100_000
      let full = try await world.patch(clip, at: 60_000, Array(bytes[60_000...]), by: camera)
      #expect(full.status == 507 && full.headers["retry-after"] == "5")
      #expect(try full.json()["detail"]?.text?.contains("no room now") == true)
      let state = try await world.send("HEAD", ClipWorld.path(clip), by: camera)
      let offset = try #require(state.headers["upload-offset"].flatMap { Int($0) })
      #expect(offset >= 60_000 && offset < 200_000)
      disk.capacity = .max
      #expect(try await world.patch(clip, at: offset, Array(bytes[offset...]), by: camera).status == 204)
      try world.declare(clip, bytes, by: camera)
      try await onOwnThread { try world.settle() }
      let content = "\(world.base)/v1/clips/\(clip.hexadecimal)/content"
      #expect(try await Array(Client.send("GET", content, headers: world.session(of: camera)).body) == bytes)
      await world.stop()
    }

    @Test func `goes with its driver's key, and nothing is left of it`() async throws {
      let disk = MemoryObjectStore()
      let world = try ClipWorld(objects: disk)
      let (camera, other) = (try world.pair(), try world.pair())
      let (clip, others, bytes) = (ClipWorld.clip(), ClipWorld.clip(), ClipWorld.bytes(5_000, seed: 8))
      for (id, owner) in [(clip, camera), (others, other)] {
        #expect(try await world.upload(id, bytes, by: owner) == 204)
        try world.declare(id, bytes, by: owner)
      }
      // One that is on its way, and one that is declared and never comes.
      let (begun, declared) = (ClipWorld.clip(), ClipWorld.clip())
      #expect(try await world.create(begun, 1_000, by: camera).status == 201)
      try world.declare(declared, bytes, by: camera)
      try await onOwnThread { try world.settle() }
      let session = try await world.session(of: camera)
      try await onOwnThread { try world.erase(camera) }
      let content = "\(world.base)/v1/clips/\(clip.hexadecimal)/content"
      #expect(try await Client.send("GET", content, headers: session).status == 404)
      let storage = try await Client.send("GET", world.base + "/v1/storage", headers: session).json()
      #expect(storage["used_bytes"]?.number == 0 && storage["removed"]?.items.isEmpty == true)
      #expect(disk.objectNames.map(\.text) == ["clips/" + others.hexadecimal])
      #expect(try await world.create(ClipWorld.clip(), 10, by: camera).status == 401)
      let kept = try await Client.send(
        "GET", "\(world.base)/v1/clips/\(others.hexadecimal)/content", headers: world.session(of: other))
      #expect(Array(kept.body) == bytes)
      await world.stop()
    }

    @Test func `rolls over when its driver's plan holds less, and has room again when it holds more`() async throws {
      let world = try ClipWorld()
      let camera = try world.pair()
      var clips: [(id: RecordID, kind: ClipKind)] = []
      for (number, kind) in [ClipKind.drive, .event, .drive, .drive].enumerated() {
        let (clip, bytes) = (ClipWorld.clip(), ClipWorld.bytes(1_000, seed: UInt64(number)))
        let recorded = world.clock.now() + .seconds(Int64(number))
        #expect(try await world.upload(clip, bytes, kind: kind == .event ? "event" : "drive", by: camera) == 204)
        try world.declare(clip, bytes, kind: kind, recorded: recorded, by: camera)
        clips.append((clip, kind))
      }
      try await onOwnThread { try world.settle() }
      func change(to tier: UInt64) async throws {
        world.service.devices.absorb([
          AccountEvent(
            accountID: camera.accountID, time: world.clock.now(), content: .planChanged(plan: "p", tierBytes: tier))
        ])
        try await onOwnThread { try world.settle() }
      }
      let session = try await world.session(of: camera)
      func storage() async throws -> JSONValue {
        try await Client.send("GET", world.base + "/v1/storage", headers: session).json()
      }
      // The two oldest drives make it fit.
      try await change(to: 2_500)
      var known = try await storage()
      #expect(known["tier_bytes"]?.number == 2_500 && known["used_bytes"]?.number == 2_000)
      #expect(
        Set(known["removed"]?.items.compactMap { $0["id"]?.text } ?? []) == [
          clips[0].id.hexadecimal, clips[2].id.hexadecimal,
        ])
      #expect(known["removed"]?.items.allSatisfy { $0["removal_reason"]?.text == "tier_changed" } == true)
      // Events stay, whatever the plan; nothing more is taken.
      try await change(to: 10)
      known = try await storage()
      #expect(known["used_bytes"]?.number == 1_000 && known["tier_bytes"]?.number == 10)
      #expect(try await world.create(ClipWorld.clip(), 100, by: camera).status == 507)
      try await change(to: 5_000)
      #expect(try await world.create(ClipWorld.clip(), 3_000, by: camera).status == 201)
      // Heard again after a start, it changes nothing.
      try await change(to: 5_000)
      #expect(try await storage()["used_bytes"]?.number == 1_000)
      await world.stop()
    }
  }
}
