internal import Core

/// One file or stream of a recording, from bytes to readings in order.
final class RecordingComponent {
  /// Bytes read at once. A pipe gives what it has.
  static let readLimit = 65_536

  let file: String
  private let source: any ByteSource
  private var parser: any RecordingParser
  private var output: ParserOutput
  private var reorder: ReorderBuffer
  private var buffer: [UInt8] = []
  private var isAtEnd = false
  private var head: ParserOutput.Item?
  private var fault: RecordingFault?

  init(file: String, source: any ByteSource, parser: any RecordingParser, window: Timestamp.Span) {
    self.file = file
    self.source = source
    self.parser = parser
    output = ParserOutput(file: file)
    reorder = ReorderBuffer(window: window)
  }

  var report: ReadingReport { output.report }

  /// The next reading without taking it; waits for the source. Nil at the end.
  func peek() throws(RecordingFault) -> ParserOutput.Item? {
    while !hasHead, !isAtEnd { fill() }
    // What was read before a fault is delivered first; the fault comes when that is used up.
    if !hasHead, let fault {
      self.fault = nil
      throw fault
    }
    return head
  }

  /// True when `peek` would not have to wait for the source.
  var isReady: Bool { hasHead || isAtEnd }

  func take() { head = nil }

  private var hasHead: Bool {
    if head == nil { head = reorder.pop() }
    return head != nil
  }

  private func fill() {
    buffer.removeAll(keepingCapacity: true)
    do {
      isAtEnd = try source.read(into: &buffer, limit: Self.readLimit) == 0
    } catch {
      isAtEnd = true
      fault = error
    }
    if isAtEnd { parser.finish(into: &output) } else { parser.absorb(buffer[...], into: &output) }
    for item in output.items {
      switch reorder.push(item) {
      case .held: break
      case .late(let seconds):
        output.report.leaveOut(file, line: item.line, late: seconds, window: reorder.window.seconds)
      case .clockStep: output.report.clockSteps += 1
      }
    }
    output.items.removeAll(keepingCapacity: true)
    if isAtEnd { reorder.drain() }
  }
}
