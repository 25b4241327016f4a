-- Owner: scoring worker. The Feedback API inserts into scoring.pending in the transaction that writes the generation,
-- Monitor's relay updates its sent_at, the worker deletes from it: the only writes across owners (ARCHITECTURE.md).

-- The outbox and the ledger of the queue: a row stands here from ingest until the scores (or the dead letter) are committed.
create table scoring.pending (
    generation_id uuid primary key,
    generation_created_at timestamptz not null,
    image_hash bytea not null,
    enqueued_at timestamptz not null default now(),
    sent_at timestamptz,               -- last re-sending by the relay; null: only the API has sent it
    attempts smallint not null default 0,
    last_error text,
    traceparent text
);

create index pending_by_age on scoring.pending (coalesce(sent_at, enqueued_at));

-- A scorer belongs to one metric; its identity is a hash of what determines the number.
create table scoring.scorers (
    id integer generated always as identity primary key,
    metric text not null,
    identity text not null unique,
    description text not null,
    created_at timestamptz not null default now()
);

-- Which scorer's numbers are shown for an app and a metric unless another is asked for. app = '*' is the default of every app.
create table scoring.primary_scorers (
    app text not null,
    metric text not null,
    scorer_id integer not null references scoring.scorers (id),
    primary key (app, metric)
);

create table scoring.scores (
    generation_id uuid not null,
    generation_created_at timestamptz not null,
    scorer_id integer not null,
    value double precision not null,
    created_at timestamptz not null default now(),
    primary key (generation_created_at, generation_id, scorer_id)
) partition by range (generation_created_at);

create index scores_by_scorer on scoring.scores (scorer_id, generation_created_at);

-- One row for each generation whose image was scored: how, and which facts go with its scores (a missing model, a measure not available).
create table scoring.completions (
    generation_id uuid not null,
    generation_created_at timestamptz not null,
    completed_at timestamptz not null default now(),
    attempts smallint not null,
    elapsed_ms double precision not null,
    facts jsonb not null default '[]',
    primary key (generation_created_at, generation_id)
) partition by range (generation_created_at);

create index completions_recent on scoring.completions using brin (completed_at);

-- What could not be scored, with its reason. A replay puts the generation back into scoring.pending; success removes it from here.
create table scoring.dead_letters (
    generation_id uuid primary key,
    generation_created_at timestamptz not null,
    reason text not null,
    detail text not null,
    attempts smallint not null,
    failed_at timestamptz not null default now()
);

create index dead_letters_newest on scoring.dead_letters (failed_at desc, generation_id desc);

create view scoring.scorer_facts as
    select s.id, s.metric, s.identity, s.description, s.created_at from scoring.scorers s;

create view scoring.primary_scorer_facts as
    select app, metric, scorer_id from scoring.primary_scorers;

create view scoring.score_facts as
    select v.generation_id, v.generation_created_at, v.scorer_id, s.metric, s.identity as scorer, v.value, v.created_at
    from scoring.scores v join scoring.scorers s on s.id = v.scorer_id;

create view scoring.completion_facts as
    select generation_id, generation_created_at, completed_at, attempts, elapsed_ms, facts from scoring.completions;

create view scoring.dead_letter_facts as
    select d.generation_id, d.generation_created_at, d.reason, d.detail, d.attempts, d.failed_at,
           p.generation_id is not null as replaying
    from scoring.dead_letters d left join scoring.pending p on p.generation_id = d.generation_id;

create view scoring.pending_facts as
    select generation_id, generation_created_at, enqueued_at, sent_at, attempts from scoring.pending;
