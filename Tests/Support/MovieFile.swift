public import Core
internal import Foundation

/// The smallest file that is a movie to whoever asks for its length: `ftyp`, `moov` with `mvhd`, `mdat` (ISO/IEC 14496-12).
public enum MovieFile {
  public static func bytes(seconds: Int, created: Timestamp?, content: [UInt8] = [1, 2, 3]) -> [UInt8] {
    func number(_ value: Int64) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * Int64($0))) } }
    func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
      number(Int64(content.count + 8)) + Array(name.utf8) + content
    }
    let time = created.map { $0.milliseconds / 1_000 + 2_082_844_800 } ?? 0
    let header = number(0) + number(time) + number(time) + number(1_000) + number(Int64(seconds) * 1_000)
    return box("ftyp", Array("isom".utf8))
      + box("moov", box("free", []) + box("mvhd", header + [UInt8](repeating: 0, count: 80)))
      + box("mdat", content)
  }

  public static func write(seconds: Int, created: Timestamp?, content: [UInt8] = [1, 2, 3], to path: String) throws {
    try Data(bytes(seconds: seconds, created: created, content: content)).write(to: URL(fileURLWithPath: path))
  }
}
