-- One schema for each owner (ARCHITECTURE.md). A service reads another's data only through views that the owner declares here.
create schema feedback;
create schema scoring;
create schema monitoring;
create schema experiments;
create schema review;

-- Makes the month partitions of one table, from the month of first_day to the month of last_day, in UTC. Returns how many are new.
create function public.ensure_month_partitions(parent_schema text, parent_table text, first_day date, last_day date)
returns integer language plpgsql as $$
declare
    month date := date_trunc('month', first_day)::date;
    partition_name text;
    made integer := 0;
begin
    while month <= last_day loop
        partition_name := parent_table || to_char(month, '_YYYY_MM');
        if to_regclass(format('%I.%I', parent_schema, partition_name)) is null then
            execute format('create table %I.%I partition of %I.%I for values from (%L) to (%L)',
                parent_schema, partition_name, parent_schema, parent_table,
                to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00',
                to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
            made := made + 1;
        end if;
        month := (month + interval '1 month')::date;
    end loop;
    return made;
end $$;

-- Makes the partitions of every partitioned table of ours that a row may need: history up to 90 days old is accepted,
-- and the coming three months stand ready. Run by every migration and by Monitor daily; one caller at a time.
create function public.ensure_partitions(reference timestamptz default now())
returns integer language plpgsql as $$
declare
    parent record;
    made integer := 0;
begin
    perform pg_advisory_xact_lock(hashtext('public.ensure_partitions'));
    for parent in
        select n.nspname as schema_name, c.relname as table_name
        from pg_partitioned_table p
        join pg_class c on c.oid = p.partrelid
        join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('feedback', 'scoring', 'monitoring', 'experiments', 'review')
    loop
        made := made + public.ensure_month_partitions(parent.schema_name, parent.table_name,
            ((reference - interval '100 days') at time zone 'UTC')::date,
            ((reference + interval '3 months') at time zone 'UTC')::date);
    end loop;
    return made;
end $$;
