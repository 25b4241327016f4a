-- Owner: Feedback API.

-- What belongs to a user is found through Bloom filters, one for each range of blocks: next to nothing is paid for it when rows are written.
create index generations_by_user on feedback.generations using brin (user_key bytea_bloom_ops (n_distinct_per_range = -0.25)) with (pages_per_range = 32, autosummarize = on);
create index feedback_by_user on feedback.feedback using brin (user_key bytea_bloom_ops (n_distinct_per_range = -0.25)) with (pages_per_range = 32, autosummarize = on);
create index votes_by_user on feedback.votes using brin (user_key bytea_bloom_ops (n_distinct_per_range = -0.25)) with (pages_per_range = 32, autosummarize = on);
create index events_by_user on feedback.events using brin (user_key bytea_bloom_ops (n_distinct_per_range = -0.25)) with (pages_per_range = 32, autosummarize = on);

-- Of a generation that was erased nothing but its id stays, so that a late retry does not bring it back: there is no created_at and no app.
alter table feedback.generation_keys alter column created_at drop not null, alter column app drop not null;

alter table feedback.generations
    add column image_expired_at timestamptz, -- when the image went by retention; what is known of it stays
    add column redacted text[];              -- what was replaced in the prompt before it was stored; null: nothing

create index generations_with_image on feedback.generations (app, created_at) where image_hash is not null and image_expired_at is null;

create table feedback.erasures (
    id uuid primary key,
    user_key bytea,                    -- whose rows; null once none of them is left
    app text,                          -- the only app whose rows are erased; null: every app
    requested_at timestamptz not null,
    settled_at timestamptz not null,   -- what was on its way when it was last requested is written by then
    rows_finished_at timestamptz,      -- from then on nothing of the user is left in this schema, but images may be
    finished_at timestamptz,
    generations bigint not null default 0,
    feedback bigint not null default 0,
    votes bigint not null default 0,
    events bigint not null default 0,
    held bigint not null default 0,
    images bigint not null default 0,
    shared_images bigint not null default 0 -- stay, since generations of others have the same
);

create unique index erasures_of_user on feedback.erasures (user_key, coalesce(app, '')) where user_key is not null;
create index erasures_open on feedback.erasures (requested_at) where finished_at is null;

-- The outbox of what was removed, a step at a time: every owner removes what it has of these generations and keeps a receipt in its own schema.
-- A row stays until all have.
create table feedback.removals (
    id bigint generated always as identity primary key,
    erasure_id uuid,                   -- null: their time was over
    generation_ids uuid[] not null,
    created_ats timestamptz[] not null,
    removed_at timestamptz not null default now()
);

create index removals_by_erasure on feedback.removals (erasure_id) where erasure_id is not null;

create view feedback.removal_facts as
    select id, erasure_id, generation_ids, created_ats, removed_at from feedback.removals;

-- Images that a generation let go of; the file goes when no other generation has it.
create table feedback.released_images (
    image_hash bytea not null,
    erasure_id uuid,
    released_at timestamptz not null default now()
);

create unique index released_images_once on feedback.released_images (image_hash, coalesce(erasure_id, '00000000-0000-0000-0000-000000000000'));
create index released_images_by_age on feedback.released_images (released_at);
create index released_images_by_erasure on feedback.released_images (erasure_id) where erasure_id is not null;

-- Removes what was said of and done with these generations, at most so many rows.
create function feedback.remove_reactions(
    ids uuid[], created_ats timestamptz[], most integer, out removed_feedback integer, out removed_votes integer, out removed_events integer)
language plpgsql as $$
begin
    delete from feedback.feedback f
    using (
        select f.generation_created_at, f.id
        from unnest(ids, created_ats) as g (id, created_at)
        join feedback.feedback f on f.generation_created_at = g.created_at and f.generation_id = g.id
        limit most) c
    where f.generation_created_at = c.generation_created_at and f.id = c.id;
    get diagnostics removed_feedback = row_count;

    delete from feedback.votes v
    using (
        select v.generation_created_at, v.generation_id, v.user_key, v.kind
        from unnest(ids, created_ats) as g (id, created_at)
        join feedback.votes v on v.generation_created_at = g.created_at and v.generation_id = g.id
        limit most - removed_feedback) c
    where v.generation_created_at = c.generation_created_at and v.generation_id = c.generation_id and v.user_key = c.user_key and v.kind = c.kind;
    get diagnostics removed_votes = row_count;

    delete from feedback.events e
    using (
        select e.generation_created_at, e.id
        from unnest(ids, created_ats) as g (id, created_at)
        join feedback.events e on e.generation_created_at = g.created_at and e.generation_id = g.id
        limit most - removed_feedback - removed_votes) c
    where e.generation_created_at = c.generation_created_at and e.id = c.id;
    get diagnostics removed_events = row_count;
end $$;

-- Removes what a user said and did, at most about so many rows. The planner takes hashes for spread over all of a table and would read it whole;
-- so its choice is taken from it here.
create function feedback.remove_reactions_of(
    of_user bytea, of_app text, most integer,
    out removed_feedback integer, out removed_votes integer, out removed_events integer, out removed_held integer)
language plpgsql set enable_seqscan = off set jit = off as $$
declare
    n integer;
begin
    delete from feedback.feedback f
    using (
        select f.generation_created_at, f.id
        from feedback.feedback f
        where f.user_key = of_user and (of_app is null or exists (select from feedback.generation_keys k where k.id = f.generation_id and k.app = of_app))
        limit most) c
    where f.generation_created_at = c.generation_created_at and f.id = c.id;
    get diagnostics removed_feedback = row_count;

    delete from feedback.votes v
    using (
        select v.generation_created_at, v.generation_id, v.kind
        from feedback.votes v
        where v.user_key = of_user and (of_app is null or exists (select from feedback.generation_keys k where k.id = v.generation_id and k.app = of_app))
        limit most - removed_feedback) c
    where v.generation_created_at = c.generation_created_at and v.generation_id = c.generation_id and v.user_key = of_user and v.kind = c.kind;
    get diagnostics removed_votes = row_count;

    delete from feedback.events e
    using (
        select e.generation_created_at, e.id
        from feedback.events e
        where e.user_key = of_user and (of_app is null or exists (select from feedback.generation_keys k where k.id = e.generation_id and k.app = of_app))
        limit most - removed_feedback - removed_votes) c
    where e.generation_created_at = c.generation_created_at and e.id = c.id;
    get diagnostics removed_events = row_count;

    -- What waits for its generation belongs to the app of the key that it came with.
    delete from feedback.held_feedback h where h.user_key = of_user and (of_app is null or h.key_app = of_app);
    get diagnostics removed_held = row_count;
    delete from feedback.held_events h where h.user_key = of_user and (of_app is null or h.key_app = of_app);
    get diagnostics n = row_count;
    removed_held := removed_held + n;
end $$;

-- Generations of a user, at most so many.
create function feedback.generations_of(of_user bytea, of_app text, most integer)
returns table (id uuid, created_at timestamptz) language sql stable set enable_seqscan = off set jit = off as $$
    select g.id, g.created_at from feedback.generations g where g.user_key = of_user and (of_app is null or g.app = of_app) limit most
$$;

-- Removes these generations themselves, for an erasure or (null) because their time was over; returns how many there were.
create function feedback.remove_generations(ids uuid[], created_ats timestamptz[], of_erasure uuid)
returns integer language plpgsql as $$
declare
    removed integer;
begin
    if of_erasure is null then
        delete from feedback.generation_keys where id = any(ids);
    else
        update feedback.generation_keys set created_at = null, app = null where id = any(ids);
    end if;

    with gone as (
        delete from feedback.generations g
        using unnest(ids, created_ats) as c (id, created_at)
        where g.created_at = c.created_at and g.id = c.id
        returning g.id, g.created_at, g.image_hash, g.image_expired_at
    ), released as (
        insert into feedback.released_images (image_hash, erasure_id)
        select distinct image_hash, of_erasure from gone where image_hash is not null and image_expired_at is null
        on conflict (image_hash, coalesce(erasure_id, '00000000-0000-0000-0000-000000000000')) do update set released_at = excluded.released_at
    )
    insert into feedback.removals (erasure_id, generation_ids, created_ats)
    select of_erasure, array_agg(id), array_agg(created_at) from gone having count(*) > 0
    returning cardinality(generation_ids) into removed;
    return coalesce(removed, 0);
end $$;

-- For Monitor. Removes an app's generations from before that time, at most so many rows, the oldest first. Call it again until it removes none.
create function feedback.expire_generations(
    of_app text, before timestamptz, most integer,
    out removed_generations integer, out removed_feedback integer, out removed_votes integer, out removed_events integer)
language plpgsql as $$
declare
    ids uuid[];
    created_ats timestamptz[];
begin
    removed_generations := 0;
    select array_agg(c.id), array_agg(c.created_at) into ids, created_ats
    from (select g.id, g.created_at from feedback.generations g where g.app = of_app and g.created_at < before order by g.created_at limit most) c;
    select r.* into removed_feedback, removed_votes, removed_events from feedback.remove_reactions(ids, created_ats, most) r;
    if removed_feedback + removed_votes + removed_events < most then
        removed_generations := feedback.remove_generations(ids, created_ats, null);
    end if;
end $$;

-- For Monitor. Lets go of the images of an app's generations from before that time, at most so many; the records stay. Returns how many.
create function feedback.expire_images(of_app text, before timestamptz, most integer)
returns integer language sql as $$
    with chosen as (
        select g.created_at, g.id
        from feedback.generations g
        where g.app = of_app and g.created_at < before and g.image_hash is not null and g.image_expired_at is null
        order by g.created_at
        limit most
    ), expired as (
        update feedback.generations g set image_expired_at = now()
        from chosen c
        where g.created_at = c.created_at and g.id = c.id and g.image_expired_at is null
        returning g.image_hash
    ), released as (
        insert into feedback.released_images (image_hash)
        select distinct image_hash from expired
        on conflict (image_hash, coalesce(erasure_id, '00000000-0000-0000-0000-000000000000')) do update set released_at = excluded.released_at
    )
    select count(*)::integer from expired
$$;

-- Owner: scoring worker.
create table scoring.removal_receipts (
    removal_id bigint primary key,
    erasure_id uuid,
    scores bigint not null default 0,
    embeddings bigint not null default 0,
    completions bigint not null default 0,
    pending bigint not null default 0,
    dead_letters bigint not null default 0,
    finished_at timestamptz            -- null: begun
);

create index removal_receipts_open on scoring.removal_receipts (removal_id) where finished_at is null;
create index removal_receipts_by_erasure on scoring.removal_receipts (erasure_id) where erasure_id is not null;
create index removal_receipts_forgotten on scoring.removal_receipts (finished_at) where erasure_id is null;

create view scoring.removal_facts as
    select removal_id, erasure_id, scores, embeddings, completions, pending, dead_letters, finished_at from scoring.removal_receipts;

-- Works off feedback.removals, at most about so many rows; returns 0 when there is nothing to do. It is here and
-- Monitor calls it, since there may be no worker.
create function scoring.work_off_removals(most integer)
returns integer language plpgsql as $$
declare
    removal record;
    n integer;
    left_over integer := most;
begin
    insert into scoring.removal_receipts (removal_id, erasure_id)
    select f.id, f.erasure_id from feedback.removal_facts f
    where not exists (select from scoring.removal_receipts r where r.removal_id = f.id)
    order by f.id
    limit 100
    on conflict (removal_id) do nothing;

    select r.removal_id as id, f.generation_ids, f.created_ats into removal
    from scoring.removal_receipts r join feedback.removal_facts f on f.id = r.removal_id
    where r.finished_at is null
    order by r.removal_id
    limit 1
    for update of r skip locked;
    if not found then
        return 0;
    end if;

    -- First of all: a worker that has one of these images in hand writes nothing without its row. One that is writing now is waited for, and
    -- what it wrote is seen by the next statements.
    delete from scoring.pending p where p.generation_id = any(removal.generation_ids);
    get diagnostics n = row_count;
    update scoring.removal_receipts set pending = pending + n where removal_id = removal.id;
    delete from scoring.dead_letters d where d.generation_id = any(removal.generation_ids);
    get diagnostics n = row_count;
    update scoring.removal_receipts set dead_letters = dead_letters + n where removal_id = removal.id;

    delete from scoring.scores s
    using (
        select s.generation_created_at, s.generation_id, s.scorer_id
        from unnest(removal.generation_ids, removal.created_ats) as g (id, created_at)
        join scoring.scores s on s.generation_created_at = g.created_at and s.generation_id = g.id
        limit left_over) c
    where s.generation_created_at = c.generation_created_at and s.generation_id = c.generation_id and s.scorer_id = c.scorer_id;
    get diagnostics n = row_count;
    update scoring.removal_receipts set scores = scores + n where removal_id = removal.id;
    left_over := left_over - n;

    delete from scoring.embeddings e
    using (
        select e.generation_created_at, e.generation_id, e.encoder_id
        from unnest(removal.generation_ids, removal.created_ats) as g (id, created_at)
        join scoring.embeddings e on e.generation_created_at = g.created_at and e.generation_id = g.id
        limit left_over) c
    where e.generation_created_at = c.generation_created_at and e.generation_id = c.generation_id and e.encoder_id = c.encoder_id;
    get diagnostics n = row_count;
    update scoring.removal_receipts set embeddings = embeddings + n where removal_id = removal.id;
    left_over := left_over - n;

    delete from scoring.completions c
    using (
        select c.generation_created_at, c.generation_id
        from unnest(removal.generation_ids, removal.created_ats) as g (id, created_at)
        join scoring.completions c on c.generation_created_at = g.created_at and c.generation_id = g.id
        limit left_over) d
    where c.generation_created_at = d.generation_created_at and c.generation_id = d.generation_id;
    get diagnostics n = row_count;
    left_over := left_over - n;
    update scoring.removal_receipts
    set completions = completions + n, finished_at = case when left_over > 0 then now() end
    where removal_id = removal.id;

    -- Nobody asks for the receipts of retention once the outbox has forgotten it.
    delete from scoring.removal_receipts r
    where r.erasure_id is null and r.finished_at < now() - interval '1 day'
      and not exists (select from feedback.removal_facts f where f.id = r.removal_id);
    return 1;
end $$;

-- Owner: Monitor.
create table monitoring.removal_receipts (
    removal_id bigint primary key,
    erasure_id uuid,
    days bigint not null,              -- counted anew
    windows bigint not null,           -- that are computed anew, or gone
    finished_at timestamptz not null default now()
);

create index removal_receipts_by_erasure on monitoring.removal_receipts (erasure_id) where erasure_id is not null;
create index removal_receipts_forgotten on monitoring.removal_receipts (finished_at) where erasure_id is null;

create view monitoring.removal_facts as select removal_id, erasure_id, days, windows, finished_at from monitoring.removal_receipts;

-- Of a final window, or of a day that it is compared with, embeddings go by retention: it keeps the values that it has.
alter table monitoring.set_windows add column final boolean not null default false;
