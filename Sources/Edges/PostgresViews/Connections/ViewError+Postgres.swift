internal import CPostgres
internal import Ports

extension ViewError {
  /// Classes of SQLSTATE (PostgreSQL, appendix A) whose message names objects and never values. The messages of other
  /// classes may quote what was to be stored, so they are left out.
  private static let speakingClasses: Set<Substring> = ["08", "28", "3D", "3F", "42", "53", "57", "SW"]

  init(_ result: borrowing ResultHandle, operation: String) {
    let state = result.errorField("C") ?? "00000"
    let message = Self.speakingClasses.contains(state.prefix(2)) ? result.errorField("M") ?? "" : "the statement failed"
    self.init(Self.kind(state), operation: operation, reason: "\(message) (SQLSTATE \(state))", hint: Self.hint(state))
  }

  /// The connection itself failed: libpq's own words, which hold host, port and role only.
  init(_ connection: borrowing ConnectionHandle, operation: String) {
    let words = unsafe String(cString: PQerrorMessage(connection.pointer))
    let isRefused =
      words.contains("authentication failed") || words.contains("permission denied")
      || words.contains("does not exist") || words.contains("no pg_hba.conf entry")
    let line = words.split(separator: "\n").first.map(String.init) ?? "the server does not answer"
    self.init(
      isRefused ? .notAuthorized : .unavailable, operation: operation, reason: line,
      hint: isRefused
        ? "check the role, its database and its password" : "check that PostgreSQL runs; it is safe to try again")
  }

  private static func kind(_ state: String) -> Kind {
    switch state {
    case "SW001": .fenced
    case "40001", "40P01", "55P03": .retry
    case "53100": .diskFull
    case "53200", "53300", "53400": .unavailable
    case "42501": .notAuthorized
    case "25006": .unavailable
    default:
      switch state.prefix(2) {
      case "08", "57", "58", "XX": .unavailable
      case "28": .notAuthorized
      case "3D", "3F", "42": .misconfigured
      default: .other
      }
    }
  }

  private static func hint(_ state: String) -> String {
    switch kind(state) {
    case .diskFull: "make room on the database's disk; nothing is lost"
    case .notAuthorized: "give the role its rights on the schema"
    case .misconfigured: "run the migrations of this version"
    case .unavailable, .retry: "it is safe to try again"
    case .fenced, .other: ""
    }
  }
}
