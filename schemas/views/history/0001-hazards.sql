-- What was a hazard, and when: folded from network.hazards, which is compacted. A row is what the newest revision says and
-- nothing more, so that folding it anew from a compacted log gives the same rows.
CREATE TABLE hazards (
  hazard_id bytea PRIMARY KEY,
  revision bigint NOT NULL,
  state bigint NOT NULL,             -- HazardState
  kind bigint NOT NULL,              -- HazardKind
  place_scheme bigint NOT NULL,
  segment bigint NOT NULL,
  tile bigint NOT NULL,
  latitude_e7 bigint NOT NULL,
  longitude_e7 bigint NOT NULL,
  course_cd bigint NOT NULL,         -- centidegrees clockwise from north
  grade bigint NOT NULL,
  cameras bigint NOT NULL,
  opened_at timestamptz NOT NULL,
  said_at timestamptz NOT NULL,      -- event time of the revision; of a cleared one, when it ended
  expected_until timestamptz NOT NULL,
  comparison bigint NOT NULL,
  likelihood_ratio double precision, -- log10
  peak_deceleration_g double precision
);
CREATE INDEX hazards_of_tile ON hazards (tile, opened_at DESC, hazard_id DESC);

-- An older revision that comes again changes nothing.
CREATE FUNCTION keep_newest_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.revision < OLD.revision THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hazards_keep_their_newest_revision BEFORE UPDATE ON hazards
  FOR EACH ROW EXECUTE FUNCTION keep_newest_revision();

-- Records that were not understood: where they stand, never what they hold.
CREATE TABLE set_aside (
  topic text NOT NULL,
  partition integer NOT NULL,
  log_offset bigint NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (topic, partition, log_offset)
);
