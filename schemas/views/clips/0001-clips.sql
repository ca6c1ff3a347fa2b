-- The clip service's ledger: every byte that a driver's archive holds or has promised room for. Ids are 16 bytes.

CREATE TABLE accounts (
  account_id bytea PRIMARY KEY,
  tier_bytes bigint NOT NULL CHECK (tier_bytes >= 0),
  version bigint NOT NULL            -- counts the changes of what the account holds
);

CREATE TABLE clips (
  clip_id bytea PRIMARY KEY,
  account_id bytea NOT NULL,
  vehicle_id bytea NOT NULL,
  -- as the device declared it on personal.clips; null: not yet
  kind bigint,                       -- ClipKind
  byte_count bigint,
  sha256 bytea,
  media_type text,
  event_id bytea,
  trip_id bytea,
  recorded_from timestamptz,
  recorded_until timestamptz,
  trigger_offset_ms bigint,
  declared_at timestamptz,
  heard_at timestamptz NOT NULL DEFAULT now(),
  -- the upload; null: none yet
  upload_kind bigint,                -- ClipKind, as the upload says
  length bigint,                     -- room that is promised to it
  created_at timestamptz,
  touched_at timestamptz,
  landed bigint,                     -- bytes that are acknowledged: on the disk
  driver_key_id bytea,
  wrapped_key bytea,
  header bytea,
  chunks bigint,
  sealed_tail bytea,
  landed_sha256 bytea,               -- of all bytes, once all are there
  -- its life
  received_at timestamptz,           -- bytes and declaration agree
  starred boolean NOT NULL DEFAULT false,
  deleted_at timestamptz,            -- by its owner, who may still undo it
  removed_at timestamptz,
  removal_reason bigint,             -- EvictionReason; null: not evicted
  removed_by bigint,                 -- Actor; null: not deleted
  is_gone boolean NOT NULL DEFAULT false  -- the object is no more
);
CREATE INDEX clips_kept_of_account ON clips (account_id, (COALESCE(recorded_from, created_at)) DESC, clip_id DESC)
  WHERE removed_at IS NULL;
CREATE INDEX clips_removed_of_account ON clips (account_id, removed_at DESC, clip_id DESC) WHERE removed_at IS NOT NULL;
CREATE INDEX clips_to_settle ON clips (clip_id)
  WHERE landed_sha256 IS NOT NULL AND declared_at IS NOT NULL AND received_at IS NULL AND removed_at IS NULL;
CREATE INDEX clips_to_clear ON clips (clip_id) WHERE removed_at IS NOT NULL AND NOT is_gone;
CREATE INDEX clips_to_sweep ON clips ((COALESCE(touched_at, heard_at))) WHERE received_at IS NULL AND removed_at IS NULL;
CREATE INDEX clips_deleted ON clips (deleted_at) WHERE deleted_at IS NOT NULL AND removed_at IS NULL;

CREATE TABLE set_aside (
  topic text NOT NULL,
  partition integer NOT NULL,
  log_offset bigint NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (topic, partition, log_offset)
);

-- What the service has to say on personal.clips, in the order of its sequence, until the log has it.
CREATE TABLE outbox (
  vehicle_id bytea NOT NULL,
  sequence bigint NOT NULL,
  account_id bytea NOT NULL,
  clip_id bytea NOT NULL,
  said_at timestamptz NOT NULL,
  what text NOT NULL CHECK (what IN ('received', 'starred', 'unstarred', 'evicted', 'deleted')),
  reason bigint,
  byte_count bigint,
  sha256 bytea,
  PRIMARY KEY (vehicle_id, sequence)
);
CREATE TABLE service_sequences (vehicle_id bytea PRIMARY KEY, last bigint NOT NULL);

CREATE FUNCTION say(clip clips, at timestamptz, what text, reason bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  number bigint;
BEGIN
  INSERT INTO service_sequences AS s VALUES (clip.vehicle_id, 1)
    ON CONFLICT (vehicle_id) DO UPDATE SET last = s.last + 1 RETURNING last INTO number;
  INSERT INTO outbox VALUES (clip.vehicle_id, number, clip.account_id, clip.clip_id, at, what, reason,
    COALESCE(clip.length, clip.byte_count, 0), clip.landed_sha256);
END $$;

-- A change under the version that was read; null: somebody was faster, read again.
CREATE FUNCTION take_version(account bytea, read_version bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE accounts SET version = version + 1 WHERE account_id = account AND version = read_version;
  RETURN FOUND;
END $$;

CREATE FUNCTION remove_clip(id bytea, at timestamptz, reason bigint, actor bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  clip clips;
BEGIN
  UPDATE clips SET removed_at = at, removal_reason = reason, removed_by = actor, sealed_tail = NULL, wrapped_key = NULL,
      is_gone = length IS NULL
    WHERE clip_id = id AND removed_at IS NULL RETURNING * INTO clip;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE accounts SET version = version + 1 WHERE account_id = clip.account_id;
  PERFORM say(clip, at, CASE WHEN actor IS NULL THEN 'evicted' ELSE 'deleted' END, COALESCE(reason, actor));
  RETURN true;
END $$;

-- Room for an upload, and what makes it, under the version that was read.
CREATE FUNCTION reserve_clip(
  id bytea, account bytea, vehicle bytea, read_version bigint, evicted bytea[], upload_kind_ bigint, length_ bigint,
  key_id bytea, wrapped bytea, header_ bytea, tail bytea, at timestamptz
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  other bytea;
BEGIN
  IF NOT take_version(account, read_version) THEN RETURN false; END IF;
  FOREACH other IN ARRAY evicted LOOP PERFORM remove_clip(other, at, 1, NULL); END LOOP;
  INSERT INTO clips AS c (clip_id, account_id, vehicle_id, upload_kind, length, created_at, touched_at, landed,
      driver_key_id, wrapped_key, header, chunks, sealed_tail)
    VALUES (id, account, vehicle, upload_kind_, length_, at, at, 0, key_id, wrapped, header_, 0, tail)
    ON CONFLICT (clip_id) DO UPDATE SET upload_kind = EXCLUDED.upload_kind, length = EXCLUDED.length,
      created_at = EXCLUDED.created_at, touched_at = EXCLUDED.touched_at, landed = 0,
      driver_key_id = EXCLUDED.driver_key_id, wrapped_key = EXCLUDED.wrapped_key, header = EXCLUDED.header, chunks = 0,
      sealed_tail = EXCLUDED.sealed_tail
    WHERE c.length IS NULL AND c.removed_at IS NULL AND c.account_id = account AND c.vehicle_id = vehicle;
  IF NOT FOUND THEN RAISE EXCEPTION USING ERRCODE = 'SW002', MESSAGE = 'the clip is there already'; END IF;
  RETURN true;
END $$;

-- Bytes and declaration meet: the same kind, length and SHA-256, or what came was not what was declared.
CREATE FUNCTION settle_clips(at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  clip clips;
  settled bigint := 0;
BEGIN
  FOR clip IN SELECT * FROM clips WHERE landed_sha256 IS NOT NULL AND declared_at IS NOT NULL AND received_at IS NULL
    AND removed_at IS NULL ORDER BY clip_id LIMIT 100 FOR UPDATE SKIP LOCKED
  LOOP
    IF clip.landed_sha256 = clip.sha256 AND clip.length = clip.byte_count AND clip.upload_kind = clip.kind THEN
      UPDATE clips SET received_at = at WHERE clip_id = clip.clip_id;
      PERFORM say(clip, at, 'received', NULL);
    ELSE
      PERFORM remove_clip(clip.clip_id, at, 4, NULL);
    END IF;
    settled := settled + 1;
  END LOOP;
  RETURN settled;
END $$;

-- What nobody waits for any more: deletions whose time to undo is over, bytes without a declaration, uploads that nobody
-- goes on with, declarations without bytes.
CREATE FUNCTION sweep_clips(
  at timestamptz, deleted_before timestamptz, idle_before timestamptz, undeclared_before timestamptz
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  id bytea;
  swept bigint := 0;
BEGIN
  FOR id IN SELECT clip_id FROM clips WHERE removed_at IS NULL AND deleted_at <= deleted_before LIMIT 100 LOOP
    PERFORM remove_clip(id, at, NULL, 1);
    swept := swept + 1;
  END LOOP;
  FOR id IN SELECT clip_id FROM clips WHERE removed_at IS NULL AND received_at IS NULL AND deleted_at IS NULL
    AND COALESCE(touched_at, heard_at) <= CASE WHEN landed_sha256 IS NULL THEN idle_before ELSE undeclared_before END
    LIMIT 100
  LOOP
    PERFORM remove_clip(id, at, CASE WHEN declared_at IS NULL THEN 3 ELSE 4 END, NULL) FROM clips WHERE clip_id = id;
    swept := swept + 1;
  END LOOP;
  RETURN swept;
END $$;

CREATE FUNCTION star_clip(account bytea, id bytea, wanted bigint, at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  clip clips;
BEGIN
  SELECT * INTO clip FROM clips WHERE clip_id = id AND account_id = account AND removed_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  IF clip.starred <> (wanted = 1) THEN
    UPDATE clips SET starred = (wanted = 1) WHERE clip_id = id;
    UPDATE accounts SET version = version + 1 WHERE account_id = account;
    PERFORM say(clip, at, CASE WHEN wanted = 1 THEN 'starred' ELSE 'unstarred' END, NULL);
  END IF;
  RETURN true;
END $$;
