-- Of an erased driver nothing is kept: rows are marked, their objects go, then the rows.
ALTER TABLE clips ADD COLUMN is_erased boolean NOT NULL DEFAULT false;
CREATE INDEX clips_erased ON clips (clip_id) WHERE is_erased;
CREATE INDEX clips_of_vehicle ON clips (vehicle_id);
