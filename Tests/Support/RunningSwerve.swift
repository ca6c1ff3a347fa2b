internal import Foundation

/// A `swerve` that goes on until it is ended, and ends with the test process, however that ends.
public final class RunningSwerve {
  public let process: Int32
  /// What it printed.
  public let output: String
  private let lifeline: Int32
  private var status: Int32?

  /// - Parameters:
  ///   - output: appended to, so that one file holds all lives of a process that is started again.
  ///   - input: what it reads at standard input.
  public init(_ arguments: [String], output: String, input: String = "/dev/null") throws {
    self.output = output
    process = try ChildProcess.start(BuiltProgram.path, arguments, output: output, input: input)
    lifeline = try ChildProcess.endWithThisProcess(process)
  }

  deinit { if status == nil { try? kill() } }

  /// As a power cut does: it gets no chance to do anything more.
  public func kill() throws { try end(signal: 9) }

  /// - Returns: its exit status; 128 + signal where a signal ended it.
  @discardableResult
  public func end(signal: Int32) throws -> Int32 {
    if let status { return status }
    ChildProcess.signal(signal, to: process)
    return settle(try ChildProcess.wait(for: process))
  }

  /// Its exit status where it has ended by itself.
  public func hasEnded() throws -> Int32? {
    if let status { return status }
    return try ChildProcess.hasEnded(process).map { settle($0) }
  }

  private func settle(_ status: Int32) -> Int32 {
    self.status = status
    ChildProcess.letGo(lifeline)
    return status
  }

  public var text: String { (try? String(contentsOfFile: output, encoding: .utf8)) ?? "" }
}
