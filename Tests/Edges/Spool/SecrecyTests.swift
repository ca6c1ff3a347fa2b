import Foundation
import Spool
import Testing

@Suite("What a spool keeps for itself")
struct SecrecyTests {
  @Test func `is readable by its owner only, its log too`() throws {
    let folder = try SpoolFolder()
    let made = FileManager.default.createFile(
      atPath: folder.path, contents: nil, attributes: [.posixPermissions: 0o644])
    #expect(made)
    let spool = try folder.open()
    try spool.append([record(1)])
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path(percentEncoded: false)) {
      let path = folder.url.appending(path: name).path(percentEncoded: false)
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(name)")
    }
  }

  @Test func `is not in the file any more once it is removed`() throws {
    let folder = try SpoolFolder()
    let secret = Array("the deletion secret of this camera".utf8)
    func fileHasSecret() throws -> Bool {
      [UInt8](try Data(contentsOf: URL(filePath: folder.path))).firstRange(of: secret) != nil
    }
    do {
      let spool = try folder.open()
      try spool.setSetting("secret", secret)
      #expect(try spool.setting("secret") == secret)
    }
    #expect(try fileHasSecret())
    do {
      let spool = try folder.open()
      #expect(try spool.setting("secret") == secret)
      try spool.setSetting("secret", nil)
      #expect(try spool.setting("secret") == nil)
    }
    #expect(try !fileHasSecret())
  }

  @Test func `gives the first presentation of a context again, until its day is forgotten`() throws {
    let folder = try SpoolFolder()
    let (tile, other) = (Array("tile 7, day 20000".utf8), Array("tile 8, day 20001".utf8))
    do {
      let spool = try folder.open()
      #expect(try spool.presentation(context: tile) == nil)
      #expect(try spool.storePresentation(context: tile, bytes: [1, 2], day: 20_000) == [1, 2])
      #expect(try spool.storePresentation(context: tile, bytes: [3, 4], day: 20_000) == [1, 2])
      #expect(try spool.storePresentation(context: other, bytes: [5], day: 20_001) == [5])
    }
    let spool = try folder.open()
    #expect(try spool.presentation(context: tile) == [1, 2])
    try spool.forget(before: 20_001)
    #expect(try spool.presentation(context: tile) == nil)
    #expect(try spool.presentation(context: other) == [5])
  }
}
