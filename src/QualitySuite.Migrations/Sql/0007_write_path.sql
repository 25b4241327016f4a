-- Whose generation it is, so that a feedback needs one look-up to know where it belongs and who may write it.
alter table feedback.generation_keys add column app text;
update feedback.generation_keys k set app = g.app from feedback.generations g where g.created_at = k.created_at and g.id = k.id;
alter table feedback.generation_keys alter column app set not null;

-- How the image was shown: its place (from 1) among how many, and where. What is clicked depends on it.
alter table feedback.feedback add column position smallint, add column shown smallint, add column surface text;
alter table feedback.events add column position smallint, add column shown smallint, add column surface text,
    add column result_id uuid;         -- regenerate, edit and upscale: the generation that came of it

-- Said before their generation arrived. They are joined when it does, and counted as orphaned when it does not within the hour.
create table feedback.held_feedback (
    generation_id uuid not null,
    id uuid not null,
    key_app text,                      -- the only app that the sender's key may touch; null: any
    user_key bytea not null,
    kind text not null,
    value smallint,
    reasons text not null,             -- separated by commas
    comment text,
    created_at timestamptz not null,
    position smallint,
    shown smallint,
    surface text,
    primary key (generation_id, id)
);

create table feedback.held_events (
    generation_id uuid not null,
    id uuid not null,
    key_app text,
    user_key bytea not null,
    session_key bytea,
    type text not null,
    value double precision,
    at timestamptz not null,
    result_id uuid,
    created_at timestamptz not null,
    position smallint,
    shown smallint,
    surface text,
    primary key (generation_id, id)
);

create index held_feedback_by_age on feedback.held_feedback (created_at);
create index held_events_by_age on feedback.held_events (created_at);

-- How many were given up, by the UTC day on which they were sent.
create table feedback.orphaned (
    day date not null,
    key_app text not null,             -- '': a key of every app
    kind text not null check (kind in ('feedback', 'event')),
    count bigint not null,
    primary key (day, key_app, kind)
);
