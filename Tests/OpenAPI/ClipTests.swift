import Clips
import Core
import Credentials
import Foundation
import ObjectStores
import Ports
import TestSupport
import Testing

@testable import swerve

@Suite(
  "A driver's footage", .serialized,
  .enabled(if: ClipDatabase.isInstalled, Comment(rawValue: ClipDatabase.missing)))
struct ClipTests {
  private static let twoDays = Timestamp.Span.hours(48)

  @Test(arguments: [true, false])
  func `is uploaded in pieces, meets its declaration in either order, and plays from anywhere`(
    isDeclaredFirst: Bool
  ) async throws {
    let world = try ClipWorld()
    let camera = try world.pair()
    let (clip, bytes) = (ClipWorld.clip(), ClipWorld.bytes(100_000, seed: 1))
    if isDeclaredFirst {
      try world.declare(clip, bytes, by: camera)
      try await onOwnThread { try world.settle() }
    }
    let created = try await world.create(clip, bytes.count, by: camera)
    #expect(created.status == 201 && created.headers["location"] == ClipWorld.path(clip))
    for (start, end) in [(0, 1), (1, 16_384), (16_384, 50_000), (50_000, 100_000)] {
      let status = try await world.send("HEAD", ClipWorld.path(clip), by: camera)
      #expect(status.headers["upload-offset"] == String(start))
      let answer = try await world.patch(clip, at: start, Array(bytes[start..<end]), by: camera)
      #expect(answer.status == 204 && answer.headers["upload-offset"] == String(end))
    }
    if !isDeclaredFirst { try world.declare(clip, bytes, by: camera) }
    try await onOwnThread { try world.settle() }
    let said = try world.said(of: camera)
    #expect(said.map(\.content) == [.received(byteCount: 100_000, sha256: Digest.sha256(bytes))])

    let session = try await world.session(of: camera)
    let content = "\(world.base)/v1/clips/\(clip.hexadecimal)/content"
    let whole = try await Client.send("GET", content, headers: session)
    #expect(whole.status == 200 && Array(whole.body) == bytes && whole.headers["content-type"] == "video/mp4")
    let ranges: [(field: String, range: Range<Int>)] = [
      ("bytes=0-", 0..<100_000), ("bytes=0-0", 0..<1), ("bytes=16383-16384", 16_383..<16_385),
      ("bytes=-7", 99_993..<100_000), ("bytes=99999-200000", 99_999..<100_000), ("bytes=20000-69999", 20_000..<70_000),
    ]
    for (field, range) in ranges {
      let part = try await Client.send("GET", content, headers: session.merging(["Range": field]) { $1 })
      #expect(part.status == 206 && Array(part.body) == Array(bytes[range]), "\(field)")
      #expect(part.headers["content-range"] == "bytes \(range.lowerBound)-\(range.upperBound - 1)/100000")
    }
    let several = try await Client.send(
      "GET", content, headers: session.merging(["Range": "bytes=0-9, 16380-16390,-5, 200000-"]) { $1 })
    #expect(several.status == 206 && several.mediaType == "multipart/byteranges")
    let boundary = try #require(several.headers["content-type"]?.split(separator: "boundary=").last)
    var expected: [UInt8] = []
    for (index, range) in [0..<10, 16_380..<16_391, 99_995..<100_000].enumerated() {
      let head = "\(index == 0 ? "" : "\r\n")--\(boundary)\r\nContent-Type: video/mp4\r\nContent-Range: bytes "
      expected += Array("\(head)\(range.lowerBound)-\(range.upperBound - 1)/100000\r\n\r\n".utf8) + bytes[range]
    }
    #expect(Array(several.body) == expected + Array("\r\n--\(boundary)--\r\n".utf8))
    let beyond = try await Client.send("GET", content, headers: session.merging(["Range": "bytes=100000-"]) { $1 })
    #expect(beyond.status == 416)
    let head = try await Client.send("HEAD", content, headers: session)
    #expect(head.status == 200 && head.body.isEmpty && head.headers["content-length"] == "100000")
    // Nothing of it lies in the clear.
    let needle = Data(bytes[40_000..<40_032])
    for case let file as String in try #require(FileManager.default.enumerator(atPath: world.folder.path)) {
      let stored = FileManager.default.contents(atPath: world.folder.path + "/" + file) ?? Data()
      #expect(stored.range(of: needle) == nil)
    }
    await world.stop()
  }

  @Test(arguments: [0, 20_000, 99_999, 100_000])
  func `goes on at the acknowledged byte after its process has died`(acknowledged: Int) async throws {
    let world = try ClipWorld()
    let camera = try world.pair()
    let (clip, bytes) = (ClipWorld.clip(), ClipWorld.bytes(100_000, seed: 7))
    func newStore() -> ClipStore {
      ClipStore(
        ledger: world.ledger, objects: world.objects, sealing: VaultClipSealing(keys: world.keys), clock: world.clock)
    }
    try newStore().create(
      clip, account: camera.accountID, vehicle: camera.vehicleID, driverKey: camera.driverKeyID, kind: .event,
      byteCount: 100_000)
    do {
      let landing = try newStore().landing(of: clip, at: 0)
      try landing.take(bytes.span.extracting(0..<acknowledged))
      // All of it came, or the client went away.
      if acknowledged == 100_000 { #expect(try landing.end() == 100_000) } else { landing.abandon() }
    }
    if acknowledged < 100_000 {
      // What was written and not acknowledged lies behind.
      let part = try FileHandle(forUpdating: URL(filePath: try #require(world.part)))
      try part.seekToEnd()
      try part.write(contentsOf: Data(repeating: 7, count: 50_000))
      try part.close()
      let landing = try newStore().landing(of: clip, at: Int64(acknowledged))
      try landing.take(bytes.span.extracting(acknowledged...))
      #expect(try landing.end() == 100_000)
    }
    try world.declare(clip, bytes, by: camera)
    try await onOwnThread { try world.settle() }
    #expect(try world.said(of: camera).map(\.content) == [.received(byteCount: 100_000, sha256: Digest.sha256(bytes))])
    await world.stop()
  }

  @Test func `goes when it is not what was declared`() async throws {
    let world = try ClipWorld()
    let camera = try world.pair()
    let (clip, bytes) = (ClipWorld.clip(), ClipWorld.bytes(5_000, seed: 2))
    #expect(try await world.upload(clip, bytes, by: camera) == 204)
    try world.declare(clip, ClipWorld.bytes(5_000, seed: 3), by: camera)
    try await onOwnThread { try world.settle() }
    #expect(
      try world.said(of: camera).map(\.content)
        == [.evicted(reason: EvictionReason.neverReceived.rawValue, byteCount: 5_000)])
    let session = try await world.session(of: camera)
    let answer = try await Client.send("GET", "\(world.base)/v1/clips/\(clip.hexadecimal)", headers: session)
    #expect(try answer.json()["removal_reason"]?.text == "never_received")
    #expect(try world.objects.parts().isEmpty)
    #expect(FileManager.default.subpaths(atPath: world.folder.path + "/objects") == [])
    await world.stop()
  }

  @Test func `is taken with the right checksum only`() async throws {
    let world = try ClipWorld()
    let camera = try world.pair()
    let (clip, bytes) = (ClipWorld.clip(), ClipWorld.bytes(40_000, seed: 4))
    _ = try await world.create(clip, bytes.count, by: camera)
    let half = Array(bytes[..<20_000])
    let right = Data(Digest.sha256(half)).base64EncodedString()
    let wrong = Data(Digest.sha256(bytes)).base64EncodedString()
    let refused = try await world.patch(clip, at: 0, half, by: camera, headers: ["Upload-Checksum": "sha256 \(wrong)"])
    #expect(refused.status == 460)
    // A digest of another length is the digest of nothing.
    let short = try await world.patch(clip, at: 0, half, by: camera, headers: ["Upload-Checksum": "sha1 \(right)"])
    #expect(short.status == 460)
    #expect(try await world.send("HEAD", ClipWorld.path(clip), by: camera).headers["upload-offset"] == "0")
    for bad in ["md5 \(right)", "sha256", "sha256 !"] {
      #expect(try await world.patch(clip, at: 0, half, by: camera, headers: ["Upload-Checksum": bad]).status == 400)
    }
    let taken = try await world.patch(clip, at: 0, half, by: camera, headers: ["Upload-Checksum": "sha256 \(right)"])
    #expect(taken.status == 204)
    #expect(try await world.patch(clip, at: 20_000, Array(bytes[20_000...]), by: camera).status == 204)
    try world.declare(clip, bytes, by: camera)
    try await onOwnThread { try world.settle() }
    #expect(try world.said(of: camera).count == 1)
    await world.stop()
  }

  @Test func `is asked for as tus has it, or refused with a reason`() async throws {
    let world = try ClipWorld()
    let (camera, other) = (try world.pair(), try world.pair())
    let (clip, path) = (ClipWorld.clip(), "/v1/uploads")
    #expect(try await world.create(clip, 10, by: camera).status == 201)
    // The first answer was lost: asked again, it is the same upload.
    #expect(try await world.create(clip, 10, by: camera).status == 201)
    #expect(try await world.create(clip, 11, by: camera).status == 409)
    #expect(try await world.create(clip, 10, by: other).status == 409)
    #expect(try await world.create(ClipWorld.clip(), 5 << 30, by: camera).status == 413)
    let nameless = try await world.send("POST", path, by: camera, headers: ["Upload-Length": "10"])
    #expect(nameless.status == 400 && nameless.headers["tus-resumable"] == "1.0.0")
    #expect(try await world.patch(clip, at: 5, [1], by: camera).headers["upload-offset"] == "0")
    #expect(try await world.patch(clip, at: 5, [1], by: camera).status == 409)
    #expect(try await world.patch(clip, at: 0, [UInt8](repeating: 1, count: 11), by: camera).status == 413)
    let plain = try await world.patch(clip, at: 0, [1], by: camera, headers: ["Content-Type": "video/mp4"])
    #expect(plain.status == 415)
    // Another's upload is as good as none.
    for method in ["HEAD", "DELETE"] {
      #expect(try await world.send(method, ClipWorld.path(clip), by: other).status == 404)
    }
    #expect(try await world.patch(clip, at: 0, [1], by: other).status == 404)
    let old = try await world.send("HEAD", ClipWorld.path(clip), by: camera, headers: ["Tus-Resumable": "0.2.2"])
    #expect(old.status == 412 && old.headers["tus-version"] == "1.0.0")
    let options = try await Client.send("OPTIONS", world.base + path)
    #expect(options.status == 200 && options.headers["tus-extension"] == "creation,checksum,termination")
    // A request is signed for its method and path, now, and once.
    let signed = world.authorization(camera, "HEAD", ClipWorld.path(clip))
    let headers = ["Tus-Resumable": "1.0.0", "Authorization": signed]
    #expect(try await Client.send("DELETE", world.base + ClipWorld.path(clip), headers: headers).status == 401)
    #expect(try await Client.send("HEAD", world.base + ClipWorld.path(clip), headers: headers).status == 200)
    #expect(try await Client.send("HEAD", world.base + ClipWorld.path(clip), headers: headers).status == 401)
    let stale = world.authorization(camera, "HEAD", ClipWorld.path(clip))
    world.clock.advance(by: .minutes(6))
    let late = try await Client.send(
      "HEAD", world.base + ClipWorld.path(clip), headers: ["Tus-Resumable": "1.0.0", "Authorization": stale])
    #expect(late.status == 401)
    // Given up, it is gone; a whole one is not the camera's to delete.
    #expect(try await world.send("DELETE", ClipWorld.path(clip), by: camera).status == 204)
    #expect(try await world.send("HEAD", ClipWorld.path(clip), by: camera).status == 404)
    #expect(try await world.upload(clip, [1, 2, 3], by: camera) == 204)
    #expect(try await world.send("DELETE", ClipWorld.path(clip), by: camera).status == 403)
    await world.stop()
  }

  @Test func `of drives rolls over, the oldest first, and never what is starred or an event`() async throws {
    var rule = ClipRule()
    rule.tier = 10_000
    let world = try ClipWorld(rule)
    let camera = try world.pair()
    let session = try await world.session(of: camera)
    var clips: [RecordID] = []
    for number in 0..<5 {
      let (clip, kind) = (ClipWorld.clip(), number == 0 ? ClipKind.event : .drive)
      clips.append(clip)
      let bytes = ClipWorld.bytes(2_000, seed: UInt64(number))
      try world.declare(
        clip, bytes, kind: kind, recorded: world.clock.now() + .seconds(Int64(number)), by: camera)
      #expect(try await world.upload(clip, bytes, kind: kind == .event ? "event" : "drive", by: camera) == 204)
    }
    try await onOwnThread { try world.settle() }
    let starred = try await Client.send(
      "PUT", "\(world.base)/v1/clips/\(clips[1].hexadecimal)/star", headers: session)
    #expect(starred.status == 204)
    #expect(try await world.create(ClipWorld.clip(), 3_000, by: camera).status == 201)
    let storage = try await Client.send("GET", "\(world.base)/v1/storage", headers: session).json()
    #expect(storage["used_bytes"]?.number == 6_000 && storage["reserved_bytes"]?.number == 3_000)
    #expect(
      Set(storage["removed"]?.items.compactMap { $0["id"]?.text } ?? []) == [
        clips[2].hexadecimal, clips[3].hexadecimal,
      ])
    #expect(storage["removed"]?.items.first?["removal_reason"]?.text == "tier_full")
    #expect(storage["rolls_over_next"]?.items.map(\.text) == [clips[4].hexadecimal])
    // What is left may not go: 4,000 bytes are an event and a star, 3,000 are promised.
    let tooMuch = try await world.create(ClipWorld.clip(), 3_001, by: camera)
    #expect(tooMuch.status == 507)
    #expect(
      try await Client.send("GET", "\(world.base)/v1/storage", headers: session).json()["used_bytes"]?.number == 6_000)
    try await onOwnThread { try world.settle() }
    #expect(FileManager.default.subpaths(atPath: world.folder.path + "/objects")?.count == 3)
    #expect(
      try world.said(of: camera).suffix(3).map(\.content) == [
        .starred, .evicted(reason: 1, byteCount: 2_000), .evicted(reason: 1, byteCount: 2_000),
      ])
    await world.stop()
  }

  @Test func `that its owner deletes can be had back for ten minutes`() async throws {
    let world = try ClipWorld()
    let (camera, other) = (try world.pair(), try world.pair())
    let (clip, bytes) = (ClipWorld.clip(), ClipWorld.bytes(3_000, seed: 6))
    try world.declare(clip, bytes, by: camera)
    #expect(try await world.upload(clip, bytes, by: camera) == 204)
    try await onOwnThread { try world.settle() }
    let (session, stranger) = (try await world.session(of: camera), try await world.session(of: other))
    let address = "\(world.base)/v1/clips/\(clip.hexadecimal)"
    for path in ["", "/content"] {
      #expect(try await Client.send("GET", address + path, headers: stranger).status == 404)
    }
    #expect(try await Client.send("DELETE", address, headers: stranger).status == 404)
    #expect(try await Client.send("GET", address + "/content").status == 401)
    let asCamera = ["Authorization": world.authorization(camera, "GET", "/v1/clips/\(clip.hexadecimal)/content")]
    #expect(try await Client.send("GET", address + "/content", headers: asCamera).status == 401)

    #expect(try await Client.send("DELETE", address, headers: session).status == 204)
    #expect(try await Client.send("GET", address + "/content", headers: session).status == 410)
    world.clock.advance(by: .minutes(9))
    try await onOwnThread { try world.settle() }
    #expect(try await Client.send("POST", address + "/restore", headers: session).status == 204)
    #expect(try await Client.send("GET", address + "/content", headers: session).status == 200)
    #expect(try await Client.send("POST", address + "/restore", headers: session).status == 404)

    #expect(try await Client.send("DELETE", address, headers: session).status == 204)
    world.clock.advance(by: .minutes(10))
    try await onOwnThread { try world.settle() }
    #expect(try await Client.send("POST", address + "/restore", headers: session).status == 404)
    #expect(try await Client.send("GET", address, headers: session).json()["removal_reason"]?.text == "deleted")
    #expect(FileManager.default.subpaths(atPath: world.folder.path + "/objects") == [])
    #expect(try world.said(of: camera).last?.content == .deleted(by: 1))
    await world.stop()
  }

  @Test func `without a declaration is kept for a day, half of it for a week`() async throws {
    let world = try ClipWorld()
    let camera = try world.pair()
    let (whole, half) = (ClipWorld.clip(), ClipWorld.clip())
    #expect(try await world.upload(whole, [1, 2, 3], by: camera) == 204)
    _ = try await world.create(half, 4, by: camera)
    #expect(try await world.patch(half, at: 0, [1, 2], by: camera).status == 204)
    world.clock.advance(by: .hours(23))
    try await onOwnThread { try world.settle() }
    #expect(try world.said(of: camera).isEmpty)
    world.clock.advance(by: .hours(1))
    try await onOwnThread { try world.settle() }
    #expect(try world.said(of: camera).map(\.clipID) == [whole])
    world.clock.advance(by: .hours(6 * 24))
    try await onOwnThread { try world.settle() }
    #expect(try world.said(of: camera).map(\.clipID) == [whole, half])
    #expect(
      try world.said(of: camera).map(\.content) == [
        .evicted(reason: 3, byteCount: 3), .evicted(reason: 3, byteCount: 4),
      ])
    #expect(FileManager.default.subpaths(atPath: world.folder.path + "/objects") == [])
    #expect(try world.objects.parts().isEmpty)
    await world.stop()
  }
}
