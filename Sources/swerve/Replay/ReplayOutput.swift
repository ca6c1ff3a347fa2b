import Foundation

/// Where the hazards go, looked at before the work begins.
struct ReplayOutput {
  /// nil: standard output.
  private let path: String?

  init(_ path: String?) throws(CommandFailure) {
    self.path = path == "-" ? nil : path
    guard let path = self.path else { return }
    let folder = (path as NSString).deletingLastPathComponent
    if Files.isFolder(path) {
      throw CommandFailure(.cannotCreate, "\(path) is a folder; give the name of a file")
    }
    guard FileManager.default.isWritableFile(atPath: folder.isEmpty ? "." : folder) else {
      throw CommandFailure(
        .cannotCreate, "\(path) cannot be written; does its folder exist, and may this user write there?")
    }
  }

  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    guard let path else { return FileHandle.standardOutput.write(Data(bytes)) }
    try Files.write(bytes, to: path)
  }
}
