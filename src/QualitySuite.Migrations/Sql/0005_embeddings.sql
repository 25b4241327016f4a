-- The worker compares an image with what was asked for.
create or replace view feedback.generation_facts as
    select id, created_at, received_at, app, model_name, model_version, model_hash, sampler_name, sampler_steps, sampler_guidance,
           sampler_scheduler, safety_filter, outcome, parent_id, parent_relation, image_hash, prompt
    from feedback.generations;

-- What puts images into a space where near means alike; its identity is a hash of weights and preprocessing.
create table scoring.encoders (
    id integer generated always as identity primary key,
    identity text not null unique,
    description text not null,
    dimension integer not null,
    created_at timestamptz not null default now()
);

-- For drift, diversity, near-duplicates and the training of heads, with no second look at the image.
create table scoring.embeddings (
    generation_id uuid not null,
    generation_created_at timestamptz not null,
    encoder_id integer not null,
    half_values bytea not null,        -- dimension IEEE 754 half-precision numbers, little-endian; Euclidean length 1
    primary key (generation_created_at, generation_id, encoder_id)
) partition by range (generation_created_at);

-- Random bits do not compress: trying costs time at every write.
alter table scoring.embeddings alter column half_values set storage external;

create view scoring.embedding_facts as
    select v.generation_id, v.generation_created_at, e.identity as encoder, e.dimension, v.half_values
    from scoring.embeddings v join scoring.encoders e on e.id = v.encoder_id;

select public.ensure_partitions();
