-- The tables of an export. Times are milliseconds since 1970-01-01T00:00Z; NULL is never, none, not yet.
-- Amounts are whole currency units.

-- What was exported: format, folder_id, last_sequence, chain, engine_time (of the last record).
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE rooms (
  id          INTEGER PRIMARY KEY,
  name        TEXT    NOT NULL,
  state       TEXT    NOT NULL, -- idle, gathering, drawing, open, paused, closed, quarantined
  reason      TEXT,             -- why it is in quarantine
  epoch       INTEGER NOT NULL,
  people      INTEGER NOT NULL, -- called in one interval at most
  measured    INTEGER,          -- the same, as the gate measured what stands behind it; NULL where it did not
  interval_ms INTEGER NOT NULL,
  inside_max  INTEGER NOT NULL,
  call_ms     INTEGER NOT NULL,
  inside_ms   INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  retired_at  INTEGER           -- when it left the service's memory
);

-- Draws of turns. The secret stands here once its draw is done, never before.
CREATE TABLE draws (
  room_id      INTEGER PRIMARY KEY REFERENCES rooms (id),
  version      INTEGER NOT NULL, -- of its commitment, by draw.md
  state        TEXT    NOT NULL, -- planned, closed (the cohort is fixed), drawn
  gathers_at   INTEGER NOT NULL,
  opens_at     INTEGER NOT NULL,
  first_opens_at INTEGER NOT NULL, -- the hour that was published first
  moves        INTEGER NOT NULL, -- how often the hour was moved since
  commitment   TEXT    NOT NULL, -- by draw.md, hexadecimal as the others
  beacon       TEXT,
  size         INTEGER,
  digest       TEXT,
  closed_at    INTEGER,          -- by the hour, as drawn_at and opens_at
  secret       TEXT,
  beacon_value TEXT,
  drawn_at     INTEGER
);

-- Every ticket ever, the ended ones too. Numbers begin at 1 in each room.
CREATE TABLE tickets (
  room_id      INTEGER NOT NULL REFERENCES rooms (id),
  number       INTEGER NOT NULL,
  turn         INTEGER NOT NULL, -- the number itself, or what a draw gave
  epoch        INTEGER NOT NULL, -- the room's when it was issued
  user_id      INTEGER NOT NULL,
  state        TEXT    NOT NULL, -- waiting, called, inside, away (a call lapsed), returning, ended
  joined_at    INTEGER NOT NULL,
  called_at    INTEGER,          -- the first call
  recalled_at  INTEGER,          -- the last call, where there was more than one
  called_until INTEGER,          -- of the last call
  entered_at   INTEGER,
  inside_until INTEGER,          -- of the visit, after its last renewal
  ended_at     INTEGER,
  cause        TEXT,             -- of its end: paid, left, timed_out, epoch, retired
  calls        INTEGER NOT NULL,
  lapses       INTEGER NOT NULL, -- calls that nobody answered
  returns      INTEGER NOT NULL, -- how often the user came back to the return lane
  PRIMARY KEY (room_id, number)
) WITHOUT ROWID;

CREATE TABLE sales (
  id          INTEGER PRIMARY KEY,
  name        TEXT    NOT NULL,
  state       TEXT    NOT NULL, -- planned, open, paused, closed, stopped
  reason      TEXT,             -- why it stopped
  entry       TEXT    NOT NULL, -- open, room
  room_id     INTEGER REFERENCES rooms (id),
  opens_at    INTEGER NOT NULL,
  closes_at   INTEGER,
  created_at  INTEGER NOT NULL,
  switched_at INTEGER,          -- into its state
  retired_at  INTEGER           -- when it left the service's memory, with its offers
);

CREATE TABLE concerts (
  id         INTEGER PRIMARY KEY,
  title      TEXT    NOT NULL,
  place      TEXT    NOT NULL,
  created_at INTEGER NOT NULL
);

-- total = available + held + issued.
CREATE TABLE offers (
  id         INTEGER PRIMARY KEY,
  sale_id    INTEGER NOT NULL REFERENCES sales (id),
  name       TEXT    NOT NULL,
  total      INTEGER NOT NULL,
  available  INTEGER NOT NULL,
  held       INTEGER NOT NULL,
  issued     INTEGER NOT NULL,
  claims     INTEGER NOT NULL, -- how many there ever were
  price      INTEGER NOT NULL,
  per_claim  INTEGER NOT NULL,
  per_user   INTEGER NOT NULL,
  hold_ms    INTEGER NOT NULL, -- 0: issued at once
  created_at INTEGER NOT NULL
);

-- The dates of concerts; each is one offer, whose units are its seats.
CREATE TABLE schedules (
  id         INTEGER PRIMARY KEY,
  concert_id INTEGER NOT NULL REFERENCES concerts (id),
  offer_id   INTEGER NOT NULL UNIQUE REFERENCES offers (id),
  sale_id    INTEGER NOT NULL REFERENCES sales (id),
  opens_at   INTEGER NOT NULL,
  starts_at  INTEGER NOT NULL,
  ends_at    INTEGER NOT NULL,
  seat_rows  INTEGER NOT NULL,
  per_row    INTEGER NOT NULL
);

-- Every claim ever; those that left the service's memory have a retired_at.
CREATE TABLE claims (
  id           INTEGER PRIMARY KEY, -- grows with the order in which they were decided
  offer_id     INTEGER NOT NULL REFERENCES offers (id),
  user_id      INTEGER NOT NULL,
  quantity     INTEGER NOT NULL,
  amount       INTEGER NOT NULL,
  state        TEXT    NOT NULL,    -- held, issued, lapsed, cancelled, refunded
  created_at   INTEGER NOT NULL,
  held_until   INTEGER,             -- NULL: issued at once
  paid_at      INTEGER,
  lapsed_at    INTEGER,
  cancelled_at INTEGER,
  refunded_at  INTEGER,             -- by an organiser, with the reason below
  refund_reason TEXT,
  refund       INTEGER NOT NULL,
  retired_at   INTEGER
);

CREATE TABLE seats (
  id          INTEGER PRIMARY KEY,
  schedule_id INTEGER NOT NULL REFERENCES schedules (id),
  code        TEXT    NOT NULL, -- the row's letter and the number in it
  state       TEXT    NOT NULL, -- free, held, sold
  claim_id    INTEGER REFERENCES claims (id) -- which holds or owns it
);

-- Which claim had which seats, also those that lapsed or were cancelled.
CREATE TABLE claim_seats (
  claim_id INTEGER NOT NULL REFERENCES claims (id),
  seat_id  INTEGER NOT NULL REFERENCES seats (id),
  PRIMARY KEY (claim_id, seat_id)
) WITHOUT ROWID;

CREATE TABLE wallets (
  user_id INTEGER PRIMARY KEY,
  balance INTEGER NOT NULL
);

CREATE TABLE entries (
  id       INTEGER PRIMARY KEY, -- in the order in which they happened
  user_id  INTEGER NOT NULL REFERENCES wallets (user_id),
  at       INTEGER NOT NULL,
  kind     TEXT    NOT NULL,    -- top-up, payment, refund
  amount   INTEGER NOT NULL,    -- what it adds to the balance: negative for a payment
  balance  INTEGER NOT NULL,    -- of the wallet behind it
  claim_id INTEGER REFERENCES claims (id)
);

-- Every post ever, those too that left the service's memory.
CREATE TABLE posts (
  id        INTEGER PRIMARY KEY,
  author    TEXT    NOT NULL,
  title     TEXT    NOT NULL,
  text      TEXT    NOT NULL,
  posted_at INTEGER NOT NULL
);

-- Sinks of the outbox: everything up to the record of the cursor was sent, or is a letter.
CREATE TABLE sinks (
  name   TEXT    PRIMARY KEY,
  cursor INTEGER NOT NULL,
  state  TEXT    NOT NULL, -- on, off
  reason TEXT              -- why it is off
) WITHOUT ROWID;

-- Events that are sent to a sink apart from the others, or that could not be: what is kept of them now.
CREATE TABLE letters (
  sink     TEXT    NOT NULL REFERENCES sinks (name),
  sequence INTEGER NOT NULL,
  position INTEGER NOT NULL, -- in the record, from 0
  attempts INTEGER NOT NULL,
  status   INTEGER,          -- of the last answer
  state    TEXT    NOT NULL, -- waiting, dead
  error    TEXT,
  tried_at INTEGER NOT NULL,
  PRIMARY KEY (sink, sequence, position)
) WITHOUT ROWID;

-- Who led from when on: the process that wrote, and the time before it in which nobody was served. Deadlines of what
-- was alive at outage_from (held_until, called_until, inside_until) are those after the outage; in a stopped sale and a
-- quarantined room they become later when it goes on.
CREATE TABLE leaders (
  sequence     INTEGER PRIMARY KEY,
  at           INTEGER NOT NULL,
  term         INTEGER NOT NULL,
  instance     TEXT    NOT NULL,
  address      TEXT,
  home         TEXT    NOT NULL,
  outage_from  INTEGER,
  outage_until INTEGER
);

-- Everything that happened, in its order: an event is named by its record's sequence and its position there, from 0.
CREATE TABLE events (
  sequence INTEGER NOT NULL,
  position INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  type     TEXT    NOT NULL,
  fields   TEXT    NOT NULL, -- JSON
  PRIMARY KEY (sequence, position)
) WITHOUT ROWID;
