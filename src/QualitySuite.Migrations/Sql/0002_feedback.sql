-- Owner: Feedback API.

create table feedback.api_keys (
    id uuid primary key,
    name text not null,
    app text,                          -- null: every app
    scopes text[] not null,
    hash bytea not null unique,        -- SHA-256 of the key; the key itself is shown once and never stored
    created_at timestamptz not null default now(),
    revoked_at timestamptz
);

create view feedback.api_key_facts as
    select id, name, app, scopes, hash, revoked_at from feedback.api_keys;

-- A partitioned table cannot hold the uniqueness of an id alone, so this one does; created_at leads to the partition.
create table feedback.generation_keys (
    id uuid primary key,
    created_at timestamptz not null
);

create table feedback.generations (
    id uuid not null,
    created_at timestamptz not null,
    received_at timestamptz not null default now(),
    app text not null,
    prompt text not null,
    negative_prompt text,
    model_name text not null,
    model_version text not null,
    model_hash text,
    sampler_name text,
    sampler_steps integer,
    sampler_guidance double precision,
    sampler_scheduler text,
    safety_filter text,
    seed bigint,
    width integer,
    height integer,
    latency_ms double precision,
    user_key bytea,                    -- HMAC-SHA-256 under the deployment's secret
    session_key bytea,
    parent_id uuid,
    parent_relation text,
    assignments jsonb not null default '[]',
    outcome text not null check (outcome in ('succeeded', 'failed', 'blocked')),
    error text,
    tags jsonb not null default '{}',
    image_hash bytea,                  -- SHA-256 of the bytes, the image store's address; null: no image
    image_type text,
    image_bytes bigint,
    image_width integer,
    image_height integer,
    primary key (created_at, id)
) partition by range (created_at);

create index generations_newest on feedback.generations (app, created_at desc, id desc);
create index generations_by_version on feedback.generations (model_version, created_at desc, id desc);
create index generations_by_parent on feedback.generations (parent_id) where parent_id is not null;

create index generations_by_image on feedback.generations (image_hash) where image_hash is not null;

-- Rows are appended in the order they arrive, so a block range index finds the last minute at next to no cost.
create index generations_received on feedback.generations using brin (received_at);

create view feedback.generation_facts as
    select id, created_at, received_at, app, model_name, model_version, model_hash, sampler_name, sampler_steps, sampler_guidance,
           sampler_scheduler, safety_filter, outcome, parent_id, parent_relation, image_hash
    from feedback.generations;

-- Everything that was said, in the order it was said.
create table feedback.feedback (
    id uuid not null,                  -- the client's feedbackId (or its name-based UUID), so that a retry is harmless
    generation_id uuid not null,
    generation_created_at timestamptz not null,
    user_key bytea not null,
    kind text not null check (kind in ('thumb', 'stars', 'report')),
    value smallint,
    reasons text[] not null default '{}',
    comment text,
    created_at timestamptz not null default now(),
    primary key (generation_created_at, id)
) partition by range (generation_created_at);

create index feedback_by_generation on feedback.feedback (generation_id, created_at);

-- What counts: one current thumb and one current stars for each generation and user; the latest wins.
create table feedback.votes (
    generation_id uuid not null,
    generation_created_at timestamptz not null,
    user_key bytea not null,
    kind text not null check (kind in ('thumb', 'stars')),
    value smallint not null,
    voted_at timestamptz not null,
    primary key (generation_created_at, generation_id, user_key, kind)
) partition by range (generation_created_at);

create table feedback.events (
    id uuid not null,                  -- the client's eventId (or its name-based UUID)
    generation_id uuid not null,
    generation_created_at timestamptz not null,
    user_key bytea not null,
    session_key bytea,
    type text not null check (type in ('view', 'download', 'share', 'regenerate', 'edit', 'upscale', 'dismiss', 'dwell')),
    value double precision,            -- dwell: seconds
    at timestamptz not null,
    received_at timestamptz not null default now(),
    primary key (generation_created_at, id)
) partition by range (generation_created_at);

create index events_by_generation on feedback.events (generation_id, at);
