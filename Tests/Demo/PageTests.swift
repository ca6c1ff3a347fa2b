import Foundation
import Testing

@testable import swerve

@Suite("The page")
struct PageTests {
  @Test func `has a file for each of its paths and for no other`() throws {
    for path in PageFiles.paths {
      let file = try #require(PageFiles.file(at: path), "\(path)")
      #expect(!file.bytes.isEmpty)
      #expect(file.contentType.hasSuffix("charset=utf-8"))
    }
    #expect(PageFiles.file(at: "/../Package.swift") == nil)
    #expect(PageFiles.file(at: "") == nil)
  }

  @Test func `finds everything that it loads`() throws {
    var wanted: Set<String> = []
    for path in PageFiles.paths {
      let text = String(decoding: try #require(PageFiles.file(at: path)).bytes, as: UTF8.self)
      for match in text.matches(of: /(?:from '\.|src="|href=")(\/?[a-z]+\.(?:js|css))['"]/) {
        wanted.insert(match.1.hasPrefix("/") ? String(match.1) : "/" + match.1)
      }
    }
    #expect(wanted == Set(PageFiles.paths).subtracting(["/", "/index.html"]))
  }

  @Test func `is light: all of it in less than 72 KiB`() throws {
    let sizes = try PageFiles.paths.dropFirst().map { try #require(PageFiles.file(at: $0)).bytes.count }
    #expect(sizes.reduce(0, +) < 72 * 1024)
  }

  @Test func `asks nobody else for anything`() throws {
    for path in PageFiles.paths {
      let text = String(decoding: try #require(PageFiles.file(at: path)).bytes, as: UTF8.self)
      #expect(!text.contains("http://") && !text.contains("https://"), "\(path)")
    }
  }

  @Test func `names another origin for its streams when told to`() {
    let text = String(decoding: PageFiles.index(streamBase: "http://127.0.0.1:8081").bytes, as: UTF8.self)
    #expect(text.contains(#"<html lang="en" data-stream-base="http://127.0.0.1:8081">"#))
    #expect(text.hasPrefix("<!doctype html>") && text.contains("</html>"))
  }
}
