-- Drivers' keys, wrapped under a root that is kept outside of this database and of the log. Deleting a row erases all
-- that was sealed with the key.
CREATE TABLE driver_keys (
  driver_key_id bytea PRIMARY KEY,
  account_id bytea NOT NULL,
  wrapped bytea NOT NULL
);
