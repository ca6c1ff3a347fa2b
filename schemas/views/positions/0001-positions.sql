-- How far a set of views holds the log. The first migration of every schema that is folded from it.

CREATE TABLE positions (
  topic text NOT NULL,
  partition integer NOT NULL,
  epoch bigint NOT NULL,          -- counts the owners
  next_offset bigint NOT NULL,    -- the first record that is not folded yet
  PRIMARY KEY (topic, partition)
);

CREATE TABLE sequences (
  topic text NOT NULL,
  partition integer NOT NULL,
  vehicle_id bytea NOT NULL,
  signing bigint NOT NULL,        -- SignatureSuite: the device's records or the service's
  last bigint NOT NULL,
  PRIMARY KEY (topic, partition, vehicle_id, signing)
);

-- Moves positions under their epochs, or refuses everything: the transaction of an owner whose partition was claimed by
-- another one fails.
CREATE FUNCTION advance_positions(topics text[], partitions bigint[], epochs bigint[], nexts bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  moved bigint;
BEGIN
  UPDATE positions p SET next_offset = u.next_offset
    FROM unnest(topics, partitions, epochs, nexts) AS u (topic, partition, epoch, next_offset)
    WHERE p.topic = u.topic AND p.partition = u.partition AND p.epoch = u.epoch;
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved <> cardinality(topics) THEN
    RAISE EXCEPTION USING ERRCODE = 'SW001', MESSAGE = 'a partition was claimed by another process';
  END IF;
END $$;
