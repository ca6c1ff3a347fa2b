/// The statements of the clip ledger; a test looks at the plans of those that owners ask.
enum ClipQueries {
  private static let columns = """
    clip_id, vehicle_id, COALESCE(kind, upload_kind), event_id, COALESCE(length, byte_count), media_type,
    COALESCE(recorded_from, created_at), recorded_until, trigger_offset_ms, received_at, starred, deleted_at, removed_at,
    removal_reason, driver_key_id, wrapped_key, header
    """

  static let clips = """
    SELECT \(columns) FROM clips WHERE account_id = $1 AND removed_at IS NULL
      AND (COALESCE(recorded_from, created_at), clip_id) < ($2, $3)
      ORDER BY COALESCE(recorded_from, created_at) DESC, clip_id DESC LIMIT $4
    """

  static let removals = """
    SELECT \(columns) FROM clips WHERE account_id = $1 AND removed_at IS NOT NULL
      ORDER BY removed_at DESC, clip_id DESC LIMIT $2
    """

  static let clip = "SELECT \(columns) FROM clips WHERE clip_id = $2 AND account_id = $1"

  static let account = """
    INSERT INTO accounts AS a (account_id, tier_bytes, version) VALUES ($1, $2, 0)
      ON CONFLICT (account_id) DO UPDATE SET tier_bytes = a.tier_bytes RETURNING tier_bytes, version
    """

  static let holdings = """
    SELECT clip_id, COALESCE(kind, upload_kind), length, COALESCE(recorded_from, created_at), starred,
      deleted_at IS NOT NULL, landed_sha256 IS NOT NULL
    FROM clips WHERE account_id = $1 AND removed_at IS NULL AND length IS NOT NULL
    """

  static let upload = """
    SELECT account_id, vehicle_id, length, landed, landed_sha256 IS NOT NULL, driver_key_id, wrapped_key, header, chunks,
      sealed_tail, upload_kind FROM clips WHERE clip_id = $1 AND length IS NOT NULL AND removed_at IS NULL AND deleted_at IS NULL
    """

  static let land = """
    UPDATE clips SET landed = $2, chunks = $3, sealed_tail = $4, touched_at = $5
      WHERE clip_id = $1 AND landed_sha256 IS NULL AND removed_at IS NULL RETURNING 1
    """

  static let complete = """
    UPDATE clips SET landed_sha256 = $2, sealed_tail = NULL, touched_at = $3
      WHERE clip_id = $1 AND landed = length AND removed_at IS NULL
    """

  static let release = """
    WITH released AS (UPDATE clips SET length = NULL, upload_kind = NULL, landed = NULL, wrapped_key = NULL, header = NULL,
        sealed_tail = NULL, chunks = NULL, driver_key_id = NULL, touched_at = NULL, created_at = NULL
        WHERE clip_id = $1 AND length IS NOT NULL AND landed_sha256 IS NULL AND removed_at IS NULL AND declared_at IS NOT NULL
        RETURNING account_id),
      dropped AS (DELETE FROM clips WHERE clip_id = $1 AND length IS NOT NULL AND landed_sha256 IS NULL
        AND removed_at IS NULL AND declared_at IS NULL RETURNING account_id)
    UPDATE accounts a SET version = version + 1
      FROM (SELECT * FROM released UNION ALL SELECT * FROM dropped) r WHERE a.account_id = r.account_id RETURNING 1
    """

  static let delete = """
    UPDATE clips SET deleted_at = COALESCE(deleted_at, $3) WHERE clip_id = $2 AND account_id = $1 AND removed_at IS NULL
      RETURNING 1
    """

  static let restore = """
    UPDATE clips SET deleted_at = NULL WHERE clip_id = $2 AND account_id = $1 AND removed_at IS NULL
      AND deleted_at IS NOT NULL RETURNING 1
    """

  static let outbox = """
    SELECT vehicle_id, sequence, clip_id, said_at, what, reason, byte_count, sha256 FROM outbox
      ORDER BY vehicle_id, sequence LIMIT $1
    """
}
