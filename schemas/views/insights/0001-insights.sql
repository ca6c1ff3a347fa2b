-- Braking and speed per directed place and hour of the week, folded from network.admitted. Nothing here tells who passed:
-- a contribution's tag is tied to nothing else, and its hour is the finest time there is.

-- Which exposures were counted, so that one that comes twice counts once. Kept for 192 hours: what the raw and the admitted
-- topics hold, and six days more for a log that is read late.
CREATE TABLE contributions (
  contribution bigint PRIMARY KEY,   -- first 8 bytes of SHA-256 of the proof's tag
  hour_bucket bigint NOT NULL,       -- whole hours since 1970-01-01T00:00Z
  segment bigint NOT NULL,
  hour_of_week bigint NOT NULL,      -- 0: Monday 00:00 UTC
  tile bigint NOT NULL,
  speed_mmps bigint NOT NULL,        -- mean of the pass, millimetres per second
  braked boolean NOT NULL
);
CREATE INDEX contributions_by_hour ON contributions (hour_bucket);

-- Sums in whole numbers: they do not depend on the order of what was added.
CREATE TABLE segment_hours (
  segment bigint NOT NULL,
  hour_of_week bigint NOT NULL,
  tile bigint NOT NULL,
  passes bigint NOT NULL,            -- distinct contributions
  braked bigint NOT NULL,
  speed_mmps bigint NOT NULL,        -- sum over the passes
  PRIMARY KEY (segment, hour_of_week)
);
CREATE INDEX segment_hours_of_tile ON segment_hours (tile, segment, hour_of_week);

-- The only figures that anybody sees: at least ten distinct contributions stand behind each.
CREATE VIEW released_segment_hours AS
  SELECT segment, hour_of_week, tile, passes, speed_mmps::double precision / passes / 1000 AS mean_speed_mps,
    braked::double precision / passes AS braking_share
  FROM segment_hours WHERE passes >= 10;

-- Counts what is new in the statement that brings it, in the same transaction.
CREATE FUNCTION count_contributions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO segment_hours AS s (segment, hour_of_week, tile, passes, braked, speed_mmps)
    SELECT segment, hour_of_week, min(tile), count(*), count(*) FILTER (WHERE f.braked), sum(f.speed_mmps)::bigint
      FROM fresh f GROUP BY segment, hour_of_week ORDER BY segment, hour_of_week
    ON CONFLICT (segment, hour_of_week) DO UPDATE SET tile = LEAST(s.tile, EXCLUDED.tile),
      passes = s.passes + EXCLUDED.passes, braked = s.braked + EXCLUDED.braked,
      speed_mmps = s.speed_mmps + EXCLUDED.speed_mmps;
  DELETE FROM contributions WHERE hour_bucket < (SELECT max(hour_bucket) - 192 FROM contributions);
  RETURN NULL;
END $$;
CREATE TRIGGER contributions_are_counted AFTER INSERT ON contributions REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION count_contributions();

-- Records that were not understood: where they stand, never what they hold.
CREATE TABLE set_aside (
  topic text NOT NULL,
  partition integer NOT NULL,
  log_offset bigint NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (topic, partition, log_offset)
);
