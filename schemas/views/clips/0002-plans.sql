-- An account's plan holds another number of bytes now, and what is too much goes: under the version that was read; false:
-- somebody was faster, read again.
CREATE FUNCTION change_tier(account bytea, tier bigint, read_version bigint, evicted bytea[], at timestamptz)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  other bytea;
BEGIN
  IF NOT take_version(account, read_version) THEN RETURN false; END IF;
  UPDATE accounts SET tier_bytes = tier WHERE account_id = account;
  FOREACH other IN ARRAY evicted LOOP PERFORM remove_clip(other, at, 2, NULL); END LOOP;
  RETURN true;
END $$;
