select public.ensure_partitions();
