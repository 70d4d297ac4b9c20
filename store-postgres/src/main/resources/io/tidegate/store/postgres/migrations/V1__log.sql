-- The log of each realm, and what its instances share beside it; docs/adr/0034 says why it looks so.

CREATE TABLE tidegate.realm (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  -- What a data folder keeps in its file `folder`: id and first chain value follow from it.
  founding bytea NOT NULL CHECK (octet_length(founding) = 64),
  first_chain bytea NOT NULL CHECK (octet_length(first_chain) = 32),
  made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- One row a record, in the order of the log; written once, never changed, never deleted. No reference to the realm: it
-- would lock the realm's row with each append, and the first record is written only where the realm is.
CREATE TABLE tidegate.record (
  realm integer NOT NULL,
  sequence bigint NOT NULL CHECK (sequence > 0),
  at_ms bigint NOT NULL,
  kind smallint NOT NULL,
  chain bytea NOT NULL CHECK (octet_length(chain) = 32),
  -- The whole record with its head, as docs/journal-format.md has it, padded to eight bytes.
  bytes bytea NOT NULL,
  written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (realm, sequence)
);

-- Hashes and ids hardly compress.
ALTER TABLE tidegate.record ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- One row a realm: signs of life, and commits that settle an append whose outcome was unknown.
CREATE TABLE tidegate.life (
  realm integer PRIMARY KEY REFERENCES tidegate.realm (id),
  signs bigint NOT NULL DEFAULT 0,
  signed_at timestamptz,
  settled bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 20);

CREATE TABLE tidegate.member (
  realm integer NOT NULL REFERENCES tidegate.realm (id),
  instance uuid NOT NULL,
  name text NOT NULL,
  address text NOT NULL,
  http text NOT NULL,
  role text NOT NULL,
  version text NOT NULL,
  sequence bigint NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (realm, instance)
) WITH (fillfactor = 50);

-- Not whole until its last chunk is here: `chunks` is null until then.
CREATE TABLE tidegate.snapshot (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  realm integer NOT NULL REFERENCES tidegate.realm (id),
  sequence bigint NOT NULL,
  at_ms bigint NOT NULL,
  chain bytea NOT NULL,
  chunks integer,
  begun_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX snapshot_of_realm ON tidegate.snapshot (realm, sequence);

CREATE TABLE tidegate.snapshot_chunk (
  snapshot bigint NOT NULL REFERENCES tidegate.snapshot (id) ON DELETE CASCADE,
  number integer NOT NULL,
  section integer NOT NULL,
  crc integer NOT NULL,
  rows bytea NOT NULL,
  PRIMARY KEY (snapshot, number)
);
