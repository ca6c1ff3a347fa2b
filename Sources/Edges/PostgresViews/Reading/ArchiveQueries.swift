/// The statements of the owner's questions; a test looks at their plans.
enum ArchiveQueries {
  private static let tripColumns = """
    trip_id, vehicle_id, started_at, ended_at, distance_m, duration_ms, end_reason, score, start_record, end_record,
    brakings, cornerings, impacts, rough_roads, near_misses, accelerations, swerves
    """

  static let trips = """
    SELECT \(tripColumns) FROM trip_summaries
      WHERE account_id = $1 AND (COALESCE(started_at, ended_at), trip_id) < ($2, $3)
      ORDER BY COALESCE(started_at, ended_at) DESC, trip_id DESC LIMIT $4
    """

  static let trip = "SELECT \(tripColumns) FROM trip_summaries WHERE account_id = $1 AND trip_id = $2"

  static let track = """
    SELECT c.record FROM trips t JOIN track_chunks c ON c.trip_id = t.trip_id
      WHERE t.account_id = $1 AND t.trip_id = $2 ORDER BY c.base_time
    """

  /// The newest clip around the incident that is still there.
  private static let incident = """
    SELECT e.event_id, e.trip_id, e.vehicle_id, e.kind, e.happened_at, e.deceleration_g, e.lateral_g, e.vertical_g,
      e.duration_ms, e.probability, e.record, c.clip_id, c.received_at, c.trigger_offset_ms
    FROM events e LEFT JOIN LATERAL (
      SELECT clip_id, received_at, trigger_offset_ms FROM clips
        WHERE event_id = e.event_id AND account_id = e.account_id AND removed_at IS NULL
        ORDER BY received_at DESC NULLS LAST, clip_id LIMIT 1
    ) c ON true
    """

  static let incidentsOfTrip =
    "\(incident) WHERE e.account_id = $1 AND e.trip_id = $2 ORDER BY e.happened_at, e.event_id"

  static let incidents = """
    \(incident) WHERE e.account_id = $1 AND (e.happened_at, e.event_id) < ($2, $3)
      ORDER BY e.happened_at DESC, e.event_id DESC LIMIT $4
    """
}
