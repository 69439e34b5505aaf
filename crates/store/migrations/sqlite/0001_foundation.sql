-- The foundation. Instants are microseconds since the Unix epoch; dates and times are ISO 8601 text,
-- which sorts; lists are JSON text.

-- The oldest schema number that a binary must know to work on this database. Migrations only expand;
-- one that retires what an older binary needs raises this number.
CREATE TABLE schema_compatibility (oldest BIGINT NOT NULL);
INSERT INTO schema_compatibility (oldest) VALUES (1);

-- The domain's own time, in a database that was made to test with. No row: the real clock.
CREATE TABLE test_clock (id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), now_at BIGINT NOT NULL);

CREATE TABLE users (
    id BLOB NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    locale TEXT NOT NULL,
    week_start TEXT NOT NULL,
    reminder_defaults TEXT NOT NULL,
    all_day_reminder_time TEXT NOT NULL,
    is_operator BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);

-- One narrow row a user: whoever writes for the user holds it, and the user's events are numbered by
-- it. It stays when the account goes, so that the account's last events still reach everybody.
CREATE TABLE lines (
    user_id BLOB NOT NULL PRIMARY KEY,
    slot SMALLINT NOT NULL CHECK (slot BETWEEN 0 AND 63),
    last_seq BIGINT NOT NULL
);
CREATE INDEX lines_by_slot ON lines (slot);

CREATE TABLE tokens (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hash BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('session', 'personal')),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT
);
CREATE INDEX tokens_by_user ON tokens (user_id);

CREATE TABLE idempotency_keys (
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    response TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, key)
);

CREATE TABLE series (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    start TEXT NOT NULL,
    rule TEXT NOT NULL,
    counts_from BIGINT NOT NULL,
    basis TEXT NOT NULL,
    catch_up TEXT NOT NULL,
    time_zone TEXT,
    exdates TEXT NOT NULL,
    rdates TEXT NOT NULL,
    state TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    template TEXT NOT NULL
);
CREATE INDEX series_by_user ON series (user_id);

CREATE TABLE tasks (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    priority SMALLINT NOT NULL,
    due_date TEXT,
    due_time TEXT,
    time_zone TEXT,
    tags TEXT NOT NULL,
    series_id BLOB REFERENCES series (id),
    occurrence BIGINT,
    slot TEXT,
    touched BOOLEAN NOT NULL,
    completed_at BIGINT,
    deleted_at BIGINT,
    deleted_because TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- What follows is derived, for searching and sorting: the due date (with its time) in the user's
    -- zone, its instant, the title and all the text without case.
    due_local TEXT,
    due_at BIGINT,
    title_key TEXT NOT NULL,
    search_text TEXT NOT NULL,
    CHECK (due_time IS NULL OR due_date IS NOT NULL),
    CHECK ((series_id IS NULL) = (occurrence IS NULL) AND (series_id IS NULL) = (slot IS NULL)),
    CHECK ((deleted_at IS NULL) = (deleted_because IS NULL))
);
-- One occurrence of a number, ever: whoever comes second makes no second successor.
CREATE UNIQUE INDEX tasks_one_occurrence ON tasks (series_id, occurrence) WHERE series_id IS NOT NULL;
CREATE INDEX tasks_by_due ON tasks (user_id, due_local, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_creation ON tasks (user_id, created_at, id) WHERE deleted_at IS NULL;

CREATE TABLE tags (
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (user_id, key)
);

CREATE TABLE task_tags (
    task_id BLOB NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    PRIMARY KEY (task_id, key)
);
CREATE INDEX task_tags_by_key ON task_tags (user_id, key);

CREATE TABLE reminders (
    task_id BLOB NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    id BLOB NOT NULL,
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    place SMALLINT NOT NULL,
    before TEXT,
    at BIGINT,
    remind_at BIGINT,
    state TEXT NOT NULL,
    snoozed_until BIGINT,
    -- When it will come, if it will: what the scheduler looks for.
    fires_at BIGINT,
    PRIMARY KEY (task_id, id),
    CHECK ((before IS NULL) <> (at IS NULL))
);
CREATE INDEX reminders_to_fire ON reminders (fires_at) WHERE fires_at IS NOT NULL;
CREATE INDEX reminders_by_user ON reminders (user_id, remind_at);

-- The outbox, the history and the log of the in-process bus, in one: each user's events in the order
-- of their commits, without a gap.
CREATE TABLE events (
    user_id BLOB NOT NULL,
    user_seq BIGINT NOT NULL,
    event_id BLOB NOT NULL UNIQUE,
    topic TEXT NOT NULL,
    kind TEXT NOT NULL,
    task_id BLOB NOT NULL,
    at BIGINT NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (user_id, user_seq)
);
CREATE INDEX events_by_task ON events (task_id, user_seq);

-- What each consumer has had the effect of, in the same transaction as the effect.
CREATE TABLE inbox (
    consumer TEXT NOT NULL,
    event_id BLOB NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_by_age ON inbox (at);

-- How far each consumer of the in-process bus is in each user's line.
CREATE TABLE positions (
    consumer TEXT NOT NULL,
    user_id BLOB NOT NULL,
    done_seq BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    next_try BIGINT,
    PRIMARY KEY (consumer, user_id)
);

-- Events that a consumer could not handle, kept until somebody looks.
CREATE TABLE dead_letters (
    consumer TEXT NOT NULL,
    event_id BLOB NOT NULL,
    user_id BLOB,
    topic TEXT NOT NULL,
    reason TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    payload TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (consumer, event_id)
);

-- The ledger of the notification service: one row for each reminder event, claimed before anything is
-- sent.
CREATE TABLE notifications (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    task_id BLOB NOT NULL,
    reminder_id BLOB NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    remind_at BIGINT NOT NULL,
    late BOOLEAN NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('claimed', 'sent', 'failed', 'cancelled')),
    reason TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE INDEX notifications_by_user ON notifications (user_id, remind_at);

-- Who may work on which of the 64 slots of users, for each purpose. Only Postgres is shared by
-- several processes, so only there these have rows.
CREATE TABLE leases (
    purpose TEXT NOT NULL,
    slot SMALLINT NOT NULL,
    holder BLOB NOT NULL,
    epoch BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (purpose, slot)
);
CREATE TABLE lease_holders (
    purpose TEXT NOT NULL,
    holder BLOB NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (purpose, holder)
);
