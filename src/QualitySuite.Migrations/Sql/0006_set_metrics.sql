-- What put an image's embedding there: who reads embeddings chooses one, since those of two never mix.
create view scoring.encoder_facts as
    select id, identity, description, dimension, created_at from scoring.encoders;

-- When it was written, so that what is new is found at next to no cost, whenever its generation was created.
alter table scoring.embeddings add column created_at timestamptz not null default now();
create index embeddings_recent on scoring.embeddings using brin (created_at) with (autosummarize = on);

create or replace view scoring.embedding_facts as
    select v.generation_id, v.generation_created_at, e.identity as encoder, e.dimension, v.half_values, v.created_at
    from scoring.embeddings v join scoring.encoders e on e.id = v.encoder_id;

-- Owner: Monitor. The images of one UTC day that an encoder has seen; '' stands for all apps and for all model versions.
create table monitoring.set_windows (
    id bigint generated always as identity primary key,
    starts_at timestamptz not null,
    encoder text not null,
    app text not null,
    model_version text not null,
    images bigint not null,            -- embeddings of the day when they were last counted
    checksum bigint not null,          -- of which images they are, in any order
    changes bigint not null default 0, -- how often the count, or one of the days that it is compared with, was seen to change
    stale_since timestamptz default now(), -- the first change that the values do not have yet; null: they have all
    computed_at timestamptz,
    sample text,                       -- how and from which images the values were computed; null: there are none yet
    unique (starts_at, encoder, app, model_version)
);

create index set_windows_stale on monitoring.set_windows (stale_since) where stale_since is not null;
create index set_windows_by_app on monitoring.set_windows (app, model_version, starts_at);

-- What was computed of a window: a value, or why there is none.
create table monitoring.set_metrics (
    window_id bigint not null references monitoring.set_windows (id) on delete cascade,
    metric text not null,
    value double precision,
    no_change_low double precision,    -- where the value lies if nothing has changed; null: there was nothing to compare with
    no_change_high double precision,
    images integer not null,           -- in the sample that it was computed from
    reference_images integer not null, -- in that of the days before
    needed_images integer,             -- how many images it takes; null: there is a value, or more images would not help
    missing text,                      -- why there is no value
    primary key (window_id, metric),
    check ((value is null) <> (missing is null))
);

create view monitoring.set_metric_facts as
    select w.starts_at, w.encoder, w.app, w.model_version, w.images as window_images, m.metric, m.value, m.no_change_low, m.no_change_high,
           m.images, m.reference_images, m.needed_images, m.missing, w.computed_at
    from monitoring.set_windows w join monitoring.set_metrics m on m.window_id = w.id;
