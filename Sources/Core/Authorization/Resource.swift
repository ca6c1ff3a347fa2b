/// What is asked for, by whose it is.
public enum Resource: Hashable, Sendable {
  /// Nobody's: hazards, released figures, the sign-in.
  case common
  /// Of an account as a whole: its lists, its storage, its sessions.
  case account(RecordID)
  /// Of one vehicle: its trips, events, clips and uploads. Both ids come from the row that is asked for, never from the
  /// question.
  case vehicle(RecordID, account: RecordID)
}
