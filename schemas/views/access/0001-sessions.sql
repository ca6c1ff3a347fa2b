-- Who may look into which archive. What stands here is the SHA-256 of a secret that only its owner has.

CREATE TABLE links (
  secret bytea PRIMARY KEY CHECK (octet_length(secret) = 32),
  account_id bytea NOT NULL,
  until timestamptz NOT NULL
);
CREATE INDEX links_by_time ON links (until);

CREATE TABLE sessions (
  secret bytea PRIMARY KEY CHECK (octet_length(secret) = 32),
  account_id bytea NOT NULL,
  opened_at timestamptz NOT NULL,
  until timestamptz NOT NULL
);
CREATE INDEX sessions_by_time ON sessions (until);
