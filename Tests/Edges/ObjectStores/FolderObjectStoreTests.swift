import Foundation
import ObjectStores
import Ports
import TestSupport
import Testing

@Suite("Objects in a folder")
struct FolderObjectStoreTests {
  private func name(_ text: String) throws -> ObjectName { try #require(ObjectName(text)) }

  @Test(arguments: ObjectStoreContract.Clause.allCases)
  func `keep the contract of an object store`(clause: ObjectStoreContract.Clause) throws {
    let folder = try TemporaryFolder()
    try ObjectStoreContract(FolderObjectStore(path: folder.path), run: "run").check(clause)
  }

  @Test(arguments: ObjectStoreContract.Clause.allCases)
  func `so do objects in memory`(clause: ObjectStoreContract.Clause) throws {
    try ObjectStoreContract(MemoryObjectStore(), run: "run").check(clause)
  }

  @Test(arguments: ["", "/", "a/", "/a", "a//b", "..", "a/../b", "a.b", "a b", "ä", String(repeating: "a", count: 201)])
  func `a name that could lead elsewhere is none`(text: String) { #expect(ObjectName(text) == nil) }

  @Test func `are for their owner's eyes only`() throws {
    let folder = try TemporaryFolder()
    let store = try FolderObjectStore(path: folder.path)
    let part = try store.openPart(name("a/b"))
    try part.append([1, 2, 3].span)
    try part.finish()
    try store.openPart(name("c")).synchronize()
    for (path, mode) in [("objects", 0o700), ("parts", 0o700), ("objects/a.b", 0o600), ("parts/c", 0o600)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(path)")
      #expect(attributes[.posixPermissions] as? Int == mode, "\(path)")
    }
  }

  @Test func `a link is not followed`() throws {
    let folder = try TemporaryFolder()
    let store = try FolderObjectStore(path: folder.path)
    let outside = folder.path + "/outside"
    try Data([7]).write(to: URL(filePath: outside))
    for place in ["objects/x", "parts/x"] {
      try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/\(place)", withDestinationPath: outside)
    }
    let object = try name("x")
    #expect(throws: ObjectError.self) { try store.read(object, 0..<1) }
    #expect(throws: ObjectError.self) { try store.openPart(object) }
    try store.delete(object)
    #expect(try Data(contentsOf: URL(filePath: outside)) == Data([7]))
  }

  /// The limit on a file's size stands in for a full disk: the same path through `pwrite`, for any user. 40,000 bytes
  /// fit, of the next 40,000 only a part does.
  @Test func `a full disk is told as that, and keeps what was there`() async throws {
    let folder = try TemporaryFolder()
    await #expect(processExitsWith: .success) { [path = folder.path as String] in
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 65_536, rlim_max: 65_536)
      unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      let store = try FolderObjectStore(path: path)
      let part = try store.openPart(try #require(ObjectName("full")))
      try part.append([UInt8](repeating: 1, count: 40_000).span)
      let error = #expect(throws: ObjectError.self) { try part.append([UInt8](repeating: 2, count: 40_000).span) }
      #expect(error?.kind == .diskFull)
      #expect(part.byteCount == 40_000)
      try part.append([UInt8](repeating: 3, count: 10).span)
      try part.finish()
    }
    let store = try FolderObjectStore(path: folder.path)
    let content = [UInt8](repeating: 1, count: 40_000) + [UInt8](repeating: 3, count: 10)
    #expect(try store.read(name("full"), 0..<100_000) == content)
  }

  @Test(arguments: 0..<4)
  func `a process that is killed in mid-append loses nothing it had acknowledged`(seed: Int) async throws {
    let folder = try TemporaryFolder()
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String, seed = seed as Int] in
      let store = try FolderObjectStore(path: path)
      let part = try store.openPart(try #require(ObjectName("clip")))
      try Data().write(to: URL(filePath: path + "/progress"))
      let journal = try FileHandle(forWritingTo: URL(filePath: path + "/progress"))
      for number in 0..<100_000 {
        if number == 10 + seed * 5 { Thread { kill(getpid(), SIGKILL) }.start() }
        try part.append([UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 10_000).span)
        try part.synchronize()
        // What the kernel has been given outlives the process.
        journal.write(Data([1]))
      }
    }
    let acknowledged = try Data(contentsOf: URL(filePath: folder.path + "/progress")).count
    #expect(acknowledged >= 10)
    let store = try FolderObjectStore(path: folder.path)
    let object = try name("clip")
    #expect(try store.parts() == [object])
    let part = try store.openPart(object)
    #expect(part.byteCount >= acknowledged * 10_000)
    for number in 0..<acknowledged {
      let start = Int64(number) * 10_000
      let expected = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 10_000)
      #expect(try part.read(start..<start + 10_000) == expected)
    }
  }
}
