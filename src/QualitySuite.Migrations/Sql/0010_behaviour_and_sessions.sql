-- Owner: Feedback API. What users made of the images, derived from their events: the definitions of the behaviour metrics, of sessions and of a
-- generation's page stand here and nowhere else. Nothing of it is stored: it is computed at reading from when things happened (events.at), so an
-- event that comes late or out of order changes the answer as if it had come in time.
--
-- Shown:     a generation with at least one event, since its first one.
-- Act:       a download, a share, a regeneration, an edit or an upscale. A generation that was recorded with this one as its parent (relation
--            regeneration, edit or upscale) is such an act too, when it was created: its event may be lost, and what came of it is there all the same.
--            The clocks of two machines may differ by five minutes, so it may seem that much older than what it was made from.
-- Session:   the events of one session key (of one user key where there is none) of one app, ended by 30 minutes of silence.
-- Abandoned: no act on the generation in the session in which it was first shown. It is decided when that session has ended, 30 minutes after its last
--            event, on whichever generation that was. Who comes back to the image in a later session, or another user with a session of their
--            own, does not change it; an act of theirs counts among the downloads, shares and so on, which ask for no session.

-- Rows are appended about when they happen, so a block range index finds a stretch of time at next to no cost.
create index events_by_time on feedback.events using brin (at) with (autosummarize = on);

-- From a generation that came of another one to that one: few events lead to one.
create index events_by_result on feedback.events (result_id) where result_id is not null;

-- A row for each generation that was shown, over all of its sessions.
create view feedback.shown_generations as
    select e.generation_created_at, e.generation_id,
           min(e.at) as shown_at,
           bool_or(e.type = 'download') as downloaded,
           bool_or(e.type = 'share') as shared,
           bool_or(e.type = 'regenerate') or exists (
               select from feedback.generations c
               where c.parent_id = e.generation_id and c.parent_relation = 'regeneration'
                 and c.created_at >= e.generation_created_at - interval '5 minutes') as regenerated,
           bool_or(e.type = 'edit') or exists (
               select from feedback.generations c
               where c.parent_id = e.generation_id and c.parent_relation = 'edit'
                 and c.created_at >= e.generation_created_at - interval '5 minutes') as edited,
           bool_or(e.type = 'upscale') or exists (
               select from feedback.generations c
               where c.parent_id = e.generation_id and c.parent_relation = 'upscale'
                 and c.created_at >= e.generation_created_at - interval '5 minutes') as upscaled,
           bool_or(e.type = 'dismiss') as dismissed,
           sum(e.value) filter (where e.type = 'dwell') as dwell_seconds,
           -- A thumb, stars or a report: of every thumb and stars in the history there is one that counts.
           exists (
               select from feedback.feedback f
               where f.generation_created_at = e.generation_created_at and f.generation_id = e.generation_id) as responded,
           -- The first place that was told, since what came later may have been looked for.
           (array_agg(e.position order by e.at, e.id) filter (where e.position is not null))[1] as position,
           (array_agg(e.surface order by e.at, e.id) filter (where e.surface is not null))[1] as surface
    from feedback.events e
    group by e.generation_created_at, e.generation_id;

-- The events from since until before, each with the session that it belongs to. A session is whole where since is at least 30 minutes before its
-- first event and before as much after its last one; one that is cut off by since seems to start later, one cut off by before to end sooner.
-- A view with two arguments, which the planner takes apart as one: conditions on app and session reach the table.
create function feedback.session_events(since timestamptz, before timestamptz)
returns table (
    app text, session bytea, started_at timestamptz, last_at timestamptz, first_event uuid,
    generation_created_at timestamptz, generation_id uuid, id uuid, type text, value double precision, at timestamptz,
    is_act boolean)
language sql stable as $$
    select n.app, n.session,
           first_value(n.at) over whole, last_value(n.at) over whole, first_value(n.id) over whole,
           n.generation_created_at, n.generation_id, n.id, n.type, n.value, n.at,
           n.type in ('download', 'share', 'regenerate', 'edit', 'upscale')
    from (
        select p.*, count(*) filter (where p.starts) over (partition by p.app, p.session order by p.at, p.id) as number
        from (
            select k.app, coalesce(e.session_key, '\x75'::bytea || e.user_key) as session, -- no user key is taken for a session key
                   e.generation_created_at, e.generation_id, e.id, e.type, e.value, e.at,
                   coalesce(e.at - lag(e.at) over (
                       partition by k.app, coalesce(e.session_key, '\x75'::bytea || e.user_key) order by e.at, e.id) >= interval '30 minutes', true) as starts
            from feedback.events e
            join feedback.generation_keys k on k.id = e.generation_id
            where e.at >= since and e.at < before
        ) p
    ) n
    window whole as (
        partition by n.app, n.session, n.number order by n.at, n.id rows between unbounded preceding and unbounded following)
$$;

-- A row for each generation in each session in which it was shown, of one app or, with null, of all.
create function feedback.session_generations(since timestamptz, before timestamptz, only_app text)
returns table (
    app text, session bytea, started_at timestamptz, last_at timestamptz, first_event uuid,
    generation_created_at timestamptz, generation_id uuid, shown_at timestamptz, events bigint,
    downloaded boolean, shared boolean, regenerated boolean, edited boolean, upscaled boolean, dismissed boolean, dwell_seconds double precision)
language sql stable as $$
    select s.app, s.session, s.started_at, s.last_at, s.first_event, s.generation_created_at, s.generation_id, s.shown_at, s.events,
           s.downloaded, s.shared,
           s.regenerated or coalesce(child.regenerated, false),
           s.edited or coalesce(child.edited, false),
           s.upscaled or coalesce(child.upscaled, false),
           s.dismissed, s.dwell_seconds
    from (
        select e.app, e.session, e.started_at, e.last_at, e.first_event, e.generation_created_at, e.generation_id,
               min(e.at) as shown_at, count(*) as events,
               bool_or(e.type = 'download') as downloaded, bool_or(e.type = 'share') as shared, bool_or(e.type = 'regenerate') as regenerated,
               bool_or(e.type = 'edit') as edited, bool_or(e.type = 'upscale') as upscaled, bool_or(e.type = 'dismiss') as dismissed,
               sum(e.value) filter (where e.type = 'dwell') as dwell_seconds
        from feedback.session_events(since, before) e
        where only_app is null or e.app = only_app
        group by e.app, e.session, e.started_at, e.last_at, e.first_event, e.generation_created_at, e.generation_id
    ) s
    cross join lateral (
        select bool_or(c.parent_relation = 'regeneration') as regenerated, bool_or(c.parent_relation = 'edit') as edited,
               bool_or(c.parent_relation = 'upscale') as upscaled
        from feedback.generations c
        where c.parent_id = s.generation_id
          and c.created_at >= s.shown_at - interval '5 minutes' and c.created_at < s.last_at + interval '30 minutes'
    ) child
$$;

-- Of each generation created in a range the session in which it was first shown: whether there was an act on it, and from when on that is decided.
create function feedback.first_sessions(created_from timestamptz, created_before timestamptz, only_app text)
returns table (generation_created_at timestamptz, generation_id uuid, decided_at timestamptz, acted boolean)
language sql stable as $$
    select distinct on (s.generation_created_at, s.generation_id)
           s.generation_created_at, s.generation_id, s.last_at + interval '30 minutes',
           s.downloaded or s.shared or s.regenerated or s.edited or s.upscaled
    from feedback.session_generations(
        (select min(e.at) from feedback.events e where e.generation_created_at >= created_from and e.generation_created_at < created_before),
        'infinity', only_app) s
    where s.generation_created_at >= created_from and s.generation_created_at < created_before
    order by s.generation_created_at, s.generation_id, s.shown_at, s.session
$$;
