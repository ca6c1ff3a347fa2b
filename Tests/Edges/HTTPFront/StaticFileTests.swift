import Foundation
import HTTPFront
import Testing

@Suite("Static files")
struct StaticFileTests {
  /// A folder with a few files, a link out of it and a hidden file; gone with its last user.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "static-\(UUID().uuidString)")
    let content = (0..<1_000).map { UInt8(truncatingIfNeeded: $0) }

    init() throws {
      let root = url.appending(path: "root")
      try FileManager.default.createDirectory(at: root.appending(path: "css"), withIntermediateDirectories: true)
      try Data("<p>home</p>".utf8).write(to: root.appending(path: "index.html"))
      try Data("a{}".utf8).write(to: root.appending(path: "css/site.css"))
      try Data(content).write(to: root.appending(path: "clip.mp4"))
      try Data("secret".utf8).write(to: root.appending(path: ".hidden"))
      try Data("secret".utf8).write(to: url.appending(path: "outside.txt"))
      try FileManager.default.createSymbolicLink(
        at: root.appending(path: "link.txt"), withDestinationURL: url.appending(path: "outside.txt"))
      try FileManager.default.createSymbolicLink(at: root.appending(path: "up"), withDestinationURL: url)
    }

    var files: StaticFiles { StaticFiles(folder: url.appending(path: "root").path(percentEncoded: false)) }

    deinit { try? FileManager.default.removeItem(at: url) }
  }

  @Test func `have their content type and a tag that saves sending them again`() async throws {
    let folder = try Folder()
    try await withServer {
      folder.files.addRoutes(to: &$0)
    } _: { server in
      let home = try await server.ask("GET", "/")
      #expect(home.text == "<p>home</p>")
      #expect(home["Content-Type"] == "text/html; charset=utf-8")
      #expect(home["Cache-Control"] == "no-cache")
      let style = try await server.ask("GET", "/css/site.css")
      #expect(style["Content-Type"] == "text/css; charset=utf-8")
      let again = try await server.ask("GET", "/css/site.css", ["If-None-Match": style["ETag"] ?? ""])
      #expect(again.status == 304)
      let head = try await server.ask("HEAD", "/clip.mp4")
      #expect(head.status == 200)
      #expect(head["Content-Length"] == "1000")
    }
  }

  @Test(arguments: [
    ("bytes=0-99", 206, 0..<100), ("bytes=-500", 206, 500..<1_000), ("bytes=990-", 206, 990..<1_000),
    ("bytes=999-5000", 206, 999..<1_000), ("bytes=-5000", 206, 0..<1_000), ("bytes=1000-", 416, 0..<0),
    ("bytes=-0", 416, 0..<0), ("bytes=99999999999999999999-", 416, 0..<0), ("bytes=5-3", 200, 0..<1_000),
    ("bytes=0-1,5-6", 200, 0..<1_000), ("bytes=0-1,2000-", 206, 0..<2), ("bytes=0-1,x", 200, 0..<1_000),
    ("lines=1-2", 200, 0..<1_000), ("bytes=x", 200, 0..<1_000),
    ("bytes=--5", 200, 0..<1_000), ("bytes=", 200, 0..<1_000),
  ])
  func `answer a range exactly`(field: String, status: Int, range: Range<Int>) async throws {
    let folder = try Folder()
    let memory = StaticFiles(files: ["clip.mp4": folder.content])
    try await withServer {
      folder.files.addRoutes(to: &$0)
      memory.addRoutes(to: &$0, below: "/memory")
    } _: { server in
      for path in ["/clip.mp4", "/memory/clip.mp4"] {
        let response = try await server.ask("GET", path, ["Range": field])
        #expect(response.status == status)
        switch status {
        case 416:
          #expect(response["Content-Range"] == "bytes */1000")
          #expect(response.problem != nil)
        case 206:
          #expect(response["Content-Range"] == "bytes \(range.lowerBound)-\(range.upperBound - 1)/1000")
          #expect(response.body == Array(folder.content[range]))
        default: #expect(response.body == folder.content)
        }
      }
    }
  }

  @Test func `send the whole where the client's version is another`() async throws {
    let folder = try Folder()
    try await withServer {
      folder.files.addRoutes(to: &$0)
    } _: { server in
      let tag = try await server.ask("HEAD", "/clip.mp4")["ETag"] ?? ""
      let same = try await server.ask("GET", "/clip.mp4", ["Range": "bytes=0-9", "If-Range": tag])
      #expect(same.status == 206)
      let other = try await server.ask("GET", "/clip.mp4", ["Range": "bytes=0-9", "If-Range": "\"other\""])
      #expect(other.status == 200)
      // A mark that combines with the quote before it.
      let marked = "\"\u{301}" + tag.dropFirst()
      let combined = try await server.ask("GET", "/clip.mp4", ["Range": "bytes=0-9", "If-Range": marked])
      #expect(combined.status == 200)
    }
  }

  @Test(arguments: [
    "/../outside.txt", "/%2e%2e/outside.txt", "/css/../../outside.txt", "/css%2f..%2f..%2foutside.txt", "/link.txt",
    "/up/outside.txt", "/.hidden", "/css", "/css/", "//clip.mp4", "/clip.mp4/", "/clip.mp4/x", "/..%5coutside.txt",
  ])
  func `outside the folder are not there`(target: String) async throws {
    let folder = try Folder()
    try await withServer {
      folder.files.addRoutes(to: &$0)
    } _: { server in
      let response = try await server.ask("GET", target)
      #expect(response.status == 404)
      #expect(!response.text.contains("secret"))
    }
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl"), "curl is not installed"))
  func `come to curl as they are, whole and in part`() async throws {
    let folder = try Folder()
    try await withServer {
      folder.files.addRoutes(to: &$0)
    } _: { server in
      let url = "http://127.0.0.1:\(server.port)/clip.mp4"
      let whole = try await curl(["-sS", "--fail", url])
      let part = try await curl(["-sS", "--fail", "-r", "-500", url])
      #expect(whole == folder.content)
      #expect(part == Array(folder.content.suffix(500)))
    }
  }

  private func curl(_ arguments: [String]) async throws -> [UInt8] {
    try await offPool {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/curl")
      process.arguments = ["--noproxy", "*"] + arguments
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
      process.waitUntilExit()
      return bytes
    }
  }
}
