-- The driver's own archive, folded from personal.drives and personal.clips. What is a place stands in `record` only, as
-- the device sealed it. Ids are 16 bytes. Every column but the key may be null until the event that tells it is folded.

CREATE TABLE trips (
  trip_id bytea PRIMARY KEY,
  account_id bytea NOT NULL,
  vehicle_id bytea NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  distance_m double precision,
  duration_ms bigint,
  end_reason integer,             -- EndReason
  start_record bytea,             -- SealedRecord of the start, with its place
  end_record bytea
);
CREATE INDEX trips_of_account ON trips (account_id, (COALESCE(started_at, ended_at)) DESC, trip_id DESC);
CREATE INDEX trips_of_vehicle ON trips (vehicle_id);

CREATE TABLE track_chunks (
  trip_id bytea NOT NULL,
  base_time timestamptz NOT NULL,
  vehicle_id bytea NOT NULL,
  record bytea NOT NULL,
  PRIMARY KEY (trip_id, base_time)
);
CREATE INDEX track_chunks_of_vehicle ON track_chunks (vehicle_id);

CREATE TABLE events (
  event_id bytea PRIMARY KEY,
  trip_id bytea NOT NULL,
  account_id bytea NOT NULL,
  vehicle_id bytea NOT NULL,
  kind integer NOT NULL,          -- IncidentKind
  happened_at timestamptz NOT NULL,
  deceleration_g real,            -- peaks, standard gravities
  lateral_g real,
  vertical_g real,
  duration_ms bigint NOT NULL,
  probability real,               -- collision anticipation, 0 .. 1
  record bytea NOT NULL
);
CREATE INDEX events_of_account ON events (account_id, happened_at DESC, event_id DESC);
CREATE INDEX events_of_trip ON events (trip_id, kind);
CREATE INDEX events_of_vehicle ON events (vehicle_id);

CREATE TABLE clips (
  clip_id bytea PRIMARY KEY,
  account_id bytea NOT NULL,
  vehicle_id bytea NOT NULL,
  trip_id bytea,
  event_id bytea,                 -- null: routine footage
  kind integer,                   -- ClipKind
  byte_count bigint,              -- as declared
  media_type text,
  recorded_from timestamptz,
  recorded_until timestamptz,
  trigger_offset_ms bigint,       -- where in the clip the incident lies
  declared_at timestamptz,
  received_at timestamptz,        -- null: the bytes are not here yet
  stored_bytes bigint,
  starred boolean,
  removed_at timestamptz,
  removal_reason integer,         -- EvictionReason; null: not evicted
  removed_by integer              -- Actor; null: not deleted
);
CREATE INDEX clips_of_account ON clips (account_id, recorded_from DESC, clip_id DESC);
CREATE INDEX clips_of_event ON clips (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX clips_of_vehicle ON clips (vehicle_id);

-- Records that were not believed or not understood: where they stand, never what they hold.
CREATE TABLE set_aside (
  topic text NOT NULL,
  partition integer NOT NULL,
  log_offset bigint NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (topic, partition, log_offset)
);

-- The published formula of Core/DriveScoring: 100 e^(-(points per 100 km) / 50), at least 10 km, to one decimal.
CREATE FUNCTION trip_score(
  distance_m double precision, impacts bigint, brakings bigint, near_misses bigint, cornerings bigint, swerves bigint,
  accelerations bigint
) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
  -- Below e^-700 the database would call it an error, not zero.
  SELECT round((100 * exp(greatest(-700,
    -100 * (10 * impacts + 3 * brakings + 3 * near_misses + 2 * cornerings + 2 * swerves + accelerations)
      / greatest(distance_m / 1000, 10) / 50)))::numeric, 1)::double precision
$$;

-- A trip with its incidents by kind (IncidentKind) and its score, null until it has ended.
CREATE VIEW trip_summaries AS
  SELECT t.*, n.brakings, n.cornerings, n.impacts, n.rough_roads, n.near_misses, n.accelerations, n.swerves,
    CASE WHEN t.ended_at IS NOT NULL THEN trip_score(
      t.distance_m, n.impacts, n.brakings, n.near_misses, n.cornerings, n.swerves, n.accelerations) END AS score
  FROM trips t CROSS JOIN LATERAL (
    SELECT
      count(*) FILTER (WHERE kind = 1) AS brakings, count(*) FILTER (WHERE kind = 2) AS cornerings,
      count(*) FILTER (WHERE kind = 3) AS impacts, count(*) FILTER (WHERE kind = 4) AS rough_roads,
      count(*) FILTER (WHERE kind = 5) AS near_misses, count(*) FILTER (WHERE kind = 6) AS accelerations,
      count(*) FILTER (WHERE kind = 7) AS swerves
    FROM events e WHERE e.trip_id = t.trip_id
  ) n;
