import Foundation

/// Counts a workload's instructions: runs this program again under valgrind, which executes every instruction itself
/// (the kernel's counters are not open to everybody). One run does all prepared events and one does half of them; their
/// difference is free of start-up and preparation.
struct InstructionCounter {
  /// Seconds one counted run may take.
  static let patience = 300.0

  /// Why there is no count.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private let valgrind: String
  private let program: String

  init() throws(Failure) {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    guard let found = folders.map({ $0 + "/valgrind" }).first(where: FileManager.default.isExecutableFile) else {
      throw Failure(description: "valgrind is not installed (apt-get install valgrind)")
    }
    valgrind = found
    guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
      throw Failure(description: "/proc/self/exe cannot be read: this program does not know its own path")
    }
    self.program = program
  }

  func perEvent(bench: String, workload: String, events: Int, seed: UInt64) throws(Failure) -> Double {
    let prepared = 2 * events
    let short = try count(bench, workload, run: events, of: prepared, seed)
    let long = try count(bench, workload, run: prepared, of: prepared, seed)
    return Double(long - short) / Double(events)
  }

  private func count(_ bench: String, _ workload: String, run: Int, of prepared: Int, _ seed: UInt64) throws(Failure)
    -> Int
  {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: valgrind)
    process.arguments = [
      "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "bench", bench, "--only", workload, "--events",
      "\(prepared)", "--run", "\(run)", "--seed", "\(seed)",
    ]
    // Equal hashes in every run, so that equal work is equal instructions.
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_DETERMINISTIC_HASHING": "1"]) { $1 }
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    do { try process.run() } catch {
      throw Failure(description: "valgrind does not start: \(error.localizedDescription)")
    }
    let number = process.processIdentifier
    let watch = DispatchWorkItem { kill(number, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience, execute: watch)
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    watch.cancel()
    guard process.terminationStatus == 0, let count = Self.collected(in: text) else {
      let last = text.split(separator: "\n").last.map(String.init) ?? ""
      throw Failure(description: "valgrind gave no count for \(bench), \(workload): \(last)")
    }
    return count
  }

  /// `==123== Collected : 36874237`
  static func collected(in text: String) -> Int? {
    for line in text.split(separator: "\n") where line.contains("Collected :") {
      return line.split(separator: " ").last.flatMap { Int($0) }
    }
    return nil
  }
}
