-- Who may ask for released figures. What stands here is the SHA-256 of a key that only the insurer has.

CREATE TABLE insurer_keys (
  secret bytea PRIMARY KEY CHECK (octet_length(secret) = 32),
  insurer_id bytea NOT NULL,
  name text NOT NULL,
  made_at timestamptz NOT NULL
);
CREATE INDEX insurer_keys_by_name ON insurer_keys (name);
