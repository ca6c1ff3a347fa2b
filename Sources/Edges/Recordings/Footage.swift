public import Core
internal import Foundation

/// Video files of a folder, as dash cams leave them, with when each was recorded.
///
/// A file's time is in its name as fourteen digits, whatever stands between them (`20260105_081500.mp4`,
/// `2026-01-05 08-15-00 F.mp4`), in UTC; else its own creation time (ISO/IEC 14496-12, `mvhd`). Its length is that of its
/// `mvhd`.
public struct Footage: Sendable {
  /// Files of one folder.
  public static let maximumFiles = 100_000

  /// In the order of time.
  public let files: [FootageFile]
  /// Videos of which nobody can say when they were recorded, or how long they are.
  public let skipped: Int

  public init(folder: String) throws(RecordingFault) {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw RecordingFault(
        operation: "read footage", subject: folder, reason: "it is no folder that this user may read",
        hint: "name the folder in which the camera keeps its video files")
    }
    var files: [FootageFile] = []
    var skipped = 0
    for name in names.sorted().prefix(Self.maximumFiles) {
      guard let type = FootageFile.mediaTypes[name.split(separator: ".").last?.lowercased() ?? ""] else { continue }
      if let file = FootageFile(path: folder + "/" + name, name: name, mediaType: type) {
        files.append(file)
      } else {
        skipped += 1
      }
    }
    self.files = files.sorted { ($0.from, $0.path) < ($1.from, $1.path) }
    self.skipped = skipped
  }

  /// Files that hold anything of a time.
  public func files(from: Timestamp, until: Timestamp) -> [FootageFile] {
    files.filter { $0.from < until && $0.until > from }
  }
}

/// One video file.
public struct FootageFile: Hashable, Sendable {
  static let mediaTypes = ["mp4": "video/mp4", "m4v": "video/mp4", "mov": "video/quicktime"]

  public var path: String
  /// RFC 6838.
  public var mediaType: String
  public var from: Timestamp
  public var until: Timestamp
  public var byteCount: Int64

  init?(path: String, name: String, mediaType: String) {
    guard let header = MovieHeader(path: path), header.duration > .zero,
      let from = Self.time(inName: name) ?? header.created
    else { return nil }
    self.path = path
    self.mediaType = mediaType
    self.from = from
    until = from + header.duration
    byteCount = header.byteCount
  }

  /// The same file, as if it had been recorded that much later.
  public func moved(by span: Timestamp.Span) -> FootageFile {
    var file = self
    (file.from, file.until) = (from + span, until + span)
    return file
  }

  public func covers(_ time: Timestamp) -> Bool { from <= time && time < until }

  /// Nil: it cannot be read.
  public func read(at offset: Int64, limit: Int) -> [UInt8]? {
    guard let file = try? FileHandle(forReadingFrom: URL(fileURLWithPath: path)) else { return nil }
    defer { try? file.close() }
    guard (try? file.seek(toOffset: UInt64(max(0, offset)))) != nil else { return nil }
    return (try? file.read(upToCount: Int(min(Int64(limit), byteCount - offset)))).map { Array($0) }
  }

  /// The first fourteen digits that are a time.
  static func time(inName name: String) -> Timestamp? {
    let digits = name.utf8.filter { (0x30...0x39).contains($0) }.prefix(14).map { Int($0 - 0x30) }
    guard digits.count == 14 else { return nil }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    let (hour, minute, second) = (number(8..<10), number(10..<12), number(12..<14))
    guard let days = CivilTime.days(year: number(0..<4), month: number(4..<6), day: number(6..<8)), hour < 24,
      minute < 60, second < 60
    else { return nil }
    return Timestamp(milliseconds: Int64(((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000)
  }
}

/// What a movie says of itself: the box `mvhd` in `moov` (ISO/IEC 14496-12, 8.2.2).
struct MovieHeader {
  /// Boxes that are looked at, at each level.
  private static let maximumBoxes = 1_000
  /// Seconds from 1904 to 1970.
  private static let epoch: Int64 = 2_082_844_800

  var byteCount: Int64
  /// Nil when it is not set.
  var created: Timestamp?
  var duration: Timestamp.Span

  init?(path: String) {
    guard let file = try? FileHandle(forReadingFrom: URL(fileURLWithPath: path)),
      let end = try? file.seekToEnd()
    else { return nil }
    defer { try? file.close() }
    func bytes(at offset: UInt64, _ count: Int) -> [UInt8]? {
      guard (try? file.seek(toOffset: offset)) != nil, let data = try? file.read(upToCount: count), data.count == count
      else { return nil }
      return Array(data)
    }
    func content(of name: String, in range: Range<UInt64>) -> Range<UInt64>? {
      var start = range.lowerBound
      for _ in 0..<Self.maximumBoxes {
        guard start + 8 <= range.upperBound, let head = bytes(at: start, 8) else { return nil }
        var size = Self.number(head[0..<4])
        var headSize: UInt64 = 8
        if size == 1 {
          guard let long = bytes(at: start + 8, 8) else { return nil }
          (size, headSize) = (Self.number(long[...]), 16)
        } else if size == 0 {
          size = range.upperBound - start
        }
        guard size >= headSize, size <= range.upperBound - start else { return nil }
        if Array(head[4...]) == Array(name.utf8) { return start + headSize..<start + size }
        start += size
      }
      return nil
    }
    guard let movie = content(of: "moov", in: 0..<end), let header = content(of: "mvhd", in: movie),
      header.count >= 32, let fields = bytes(at: header.lowerBound, 32)
    else { return nil }
    let isLong = fields[0] == 1
    let created = Self.number(isLong ? fields[4..<12] : fields[4..<8])
    let scale = Self.number(isLong ? fields[20..<24] : fields[12..<16])
    let length = Self.number(isLong ? fields[24..<32] : fields[16..<20])
    guard scale > 0, length < 1 << 53 else { return nil }
    byteCount = Int64(clamping: end)
    duration = .milliseconds(Int64(Double(length) / Double(scale) * 1_000))
    let seconds = Int64(clamping: created) - Self.epoch
    self.created = seconds > 0 && seconds < 1 << 40 ? Timestamp(milliseconds: seconds * 1_000) : nil
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
