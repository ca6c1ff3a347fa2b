public import Core
internal import Dispatch
public import Ports
internal import Synchronization

/// Connections for readers: a fixed number, each used by one question at a time, on threads of their own. Safe from any
/// task.
public final class PostgresPool: Sendable {
  /// Questions that may wait for a connection; more are refused as `.unavailable`.
  public static let maximumWaiting = 1_000
  /// How long one question may take in the database.
  public static let statementSeconds = 10

  private let settings: PostgresSettings
  private let schema: String
  private let lanes: [Lane]
  private let waiting = Atomic<Int>(0)
  private let turn = Atomic<Int>(0)

  /// One connection, and the queue on whose thread it is used.
  private final class Lane: Sendable {
    let queue: DispatchQueue
    let connection = Mutex<Connection?>(nil)
    init(_ number: Int) { queue = DispatchQueue(label: "postgres-\(number)") }
  }

  /// - Precondition: at least one connection; the schema's name is a plain word.
  public init(_ settings: PostgresSettings, schema: String, connections: Int = 4) {
    precondition(connections > 0 && Identifier.isPlain(schema), "a pool has connections to a schema")
    self.settings = settings
    self.schema = schema
    lanes = (0..<connections).map(Lane.init)
  }

  /// Asks one question.
  /// - Parameter operation: for the error's text.
  public func rows(
    _ text: String, _ parameters: [Question.Value] = [], operation: String
  ) async throws(ViewError) -> [[Cell]] {
    let outcome = await withCheckedContinuation { continuation in
      guard waiting.add(1, ordering: .relaxed).newValue <= Self.maximumWaiting else {
        waiting.subtract(1, ordering: .relaxed)
        let error = ViewError(.unavailable, operation: operation, reason: "too many questions wait", hint: "ask again")
        return continuation.resume(returning: Result<[[Cell]], ViewError>.failure(error))
      }
      let lane = lanes[turn.add(1, ordering: .relaxed).newValue % lanes.count]
      lane.queue.async { [self] in
        let outcome = ask(lane, text, parameters.map(\.parameter), operation)
        waiting.subtract(1, ordering: .relaxed)
        continuation.resume(returning: outcome)
      }
    }
    return try outcome.get()
  }

  /// The same on the calling thread, which waits.
  public func rowsNow(
    _ text: String, _ parameters: [Question.Value] = [], operation: String
  ) throws(ViewError) -> [[Cell]] {
    let lane = lanes[turn.add(1, ordering: .relaxed).newValue % lanes.count]
    return try ask(lane, text, parameters.map(\.parameter), operation).get()
  }

  private func ask(
    _ lane: Lane, _ text: String, _ parameters: [Parameter], _ operation: String
  ) -> Result<[[Cell]], ViewError> {
    lane.connection.withLock { held in
      do throws(ViewError) {
        if held?.isUsable != true {
          held = nil
          let fresh = try Connection(settings, schema: schema)
          try fresh.execute("SET statement_timeout = '\(Self.statementSeconds)s'", operation)
          held = fresh
        }
        return .success(try held?.query(text, parameters, operation) ?? [])
      } catch {
        if error.kind == .unavailable { held = nil }
        return .failure(error)
      }
    }
  }
}

/// What a question is asked with.
public enum Question {
  public enum Value: Hashable, Sendable {
    case id(RecordID)
    case bytes([UInt8])
    case integer(Int64)
    case text(String)
    case time(Timestamp)
    case ids([RecordID])
    case integers([Int64])

    var parameter: Parameter {
      switch self {
      case .id(let value): .id(value)
      case .bytes(let value): .bytea(value)
      case .integer(let value): .bigint(value)
      case .text(let value): .text(value)
      case .time(let value): .time(value)
      case .ids(let values): .byteas(values.map(\.bytes))
      case .integers(let values): .bigints(values)
      }
    }
  }
}
