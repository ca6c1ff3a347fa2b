import Core
import Foundation
import HTTPFront
import TestSupport
import Testing

@testable import swerve

/// The public conformance tests of tus (github.com/sagikazarmark/tus-conformance-tests) and the program that runs them.
enum TusTests {
  static let hurl = SharedFolder.path + "/score/tus/hurl"
  static let folder = ProcessInfo.processInfo.environment["SWERVE_TUS_TESTS"]
  static var isThere: Bool {
    FileManager.default.isExecutableFile(atPath: hurl)
      && folder.map { FileManager.default.fileExists(atPath: $0) } == true
  }
  static let missing = "set SWERVE_TUS_TESTS to the folder tests of github.com/sagikazarmark/tus-conformance-tests"

  /// Paths below the folder.
  static var files: [String] {
    guard let folder, let all = FileManager.default.enumerator(atPath: folder) else { return [] }
    return all.compactMap { $0 as? String }.filter { $0.hasSuffix(".hurl") }.sorted()
  }
}

/// The uploads of one camera for whoever does not know how to sign: each request is signed, each creation named, and
/// passed on.
struct SigningFront {
  let server: HTTPServer

  init(_ world: ClipWorld, _ camera: PairedCamera) {
    var router = Router()
    let base = UploadRoutes.path
    for method in [HTTPMethod.options, .head, .patch, .delete, .post] {
      for path in [base, base + "/{id}"] {
        router.on(method, path, bodyLimit: 1 << 20) { request in
          try await Self.pass(request, to: world, as: camera)
        }
      }
    }
    server = HTTPServer(configuration: HTTPServerConfiguration(), router: router)
  }

  var address: String { "http://127.0.0.1:\(server.port)\(UploadRoutes.path)" }

  private static func pass(_ request: Request, to world: ClipWorld, as camera: PairedCamera) async throws -> Response {
    var body = Data()
    var pieces = request.body.makeAsyncIterator()
    while let piece = try await pieces.next() { body.append(contentsOf: piece) }
    var headers: [String: String] = [:]
    for name in [
      "Tus-Resumable", "Upload-Length", "Upload-Offset", "Upload-Metadata", "Upload-Checksum", "Upload-Defer-Length",
      "Upload-Concat", "Content-Type", "X-HTTP-Method-Override",
    ] { headers[name] = request.headers[name] }
    let method = request.headers["X-HTTP-Method-Override"] ?? request.method.rawValue
    headers["Authorization"] = world.authorization(camera, method, request.path)
    if request.method == .post, request.path == UploadRoutes.path {
      let named = "clip \(ClipWorld.base64(ClipWorld.clip().hexadecimal)),kind \(ClipWorld.base64("event"))"
      headers["Upload-Metadata"] = headers["Upload-Metadata"].map { "\($0),\(named)" } ?? named
    }
    let answer = try await Client.send(
      request.method.rawValue, world.base + request.path, headers: headers, body: body.isEmpty ? nil : body)
    var passed: HTTPHeaders = [:]
    for (name, value) in answer.headers where !["content-length", "connection", "date"].contains(name.lowercased()) {
      // The tests take it as it is for the next request.
      passed[name] = name.lowercased() == "location" ? "http://\(request.headers["Host"] ?? "")\(value)" : value
    }
    return Response(
      HTTPStatus(answer.status), headers: passed, body: answer.body.isEmpty ? .empty : .bytes(Array(answer.body)))
  }
}

extension ClipTests {
  @Suite("The public tests of tus", .enabled(if: TusTests.isThere, Comment(rawValue: TusTests.missing)))
  struct TusConformanceTests {
    /// Extensions that the service does not say it has.
    static let others = [
      "checksum-trailer", "concatenation", "concatenation-unfinished", "creation-defer-length", "creation-with-upload",
      "expiration",
    ]
    /// What it does otherwise, and why.
    static let exceptions = [
      "extensions/checksum/opt-csum-003-creation-with-upload.hurl": "another extension",
      "extensions/creation/ext-create-010-metadata-head.hurl": "only the clip and its kind are kept of the metadata",
      "extensions/termination/ext-term-005-completed-upload.hurl": "a camera deletes no clip",
    ]

    @Test func `pass where they ask for what the service says that it has`() async throws {
      let world = try ClipWorld()
      let front = SigningFront(world, try world.pair())
      try front.server.start()
      let files = TusTests.files.filter { file in !Self.others.contains { file.contains("/\($0)/") } }
      #expect(files.count > 80)
      for file in files {
        let (status, text) = try await onOwnThread { [address = front.address] in
          let folder = try TemporaryFolder()
          let status = try ChildProcess.run(
            TusTests.hurl,
            [
              "--test", "--variable", "base_url=\(address)", "--variable", "tus_version=1.0.0",
              (TusTests.folder ?? "") + "/" + file,
            ], output: folder.path + "/report")
          return (status, (try? String(contentsOfFile: folder.path + "/report", encoding: .utf8)) ?? "")
        }
        #expect((status == 0) == (Self.exceptions[file] == nil), "\(file): \(text)")
      }
      await front.server.stop()
      await world.stop()
    }
  }
}
