import Foundation
import TestSupport
import Testing

@testable import swerve

@Suite struct `A file of secrets` {
  @Test func `is not written into what a crash, or somebody else, has left beside it`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/device.key"
    let elsewhere = folder.path + "/elsewhere"
    try Data("mine".utf8).write(to: URL(fileURLWithPath: elsewhere))
    try FileManager.default.createSymbolicLink(atPath: path + ".new", withDestinationPath: elsewhere)
    try Files.write(Array("secret".utf8), to: path, secret: true)
    #expect(try String(contentsOfFile: elsewhere, encoding: .utf8) == "mine")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "secret")
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType == .typeRegular)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["device.key", "elsewhere"])
  }

  @Test func `is replaced whole, or where that is not wanted not at all`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/issuer.key"
    try Files.write(Array("first".utf8), to: path, secret: true, replacing: false)
    let refusal = #expect(throws: CommandFailure.self) {
      try Files.write(Array("second".utf8), to: path, secret: true, replacing: false)
    }
    #expect(refusal?.status == .cannotCreate)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "first")
    try Files.write(Array("third".utf8), to: path, secret: true)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "third")
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["issuer.key"])
  }

  @Test func `is refused in words where its folder is not`() throws {
    let folder = try TemporaryFolder()
    let refusal = #expect(throws: CommandFailure.self) {
      try Files.write([1], to: folder.path + "/none/device.key", secret: true)
    }
    #expect(refusal?.message.contains("does its folder exist") == true)
  }
}
