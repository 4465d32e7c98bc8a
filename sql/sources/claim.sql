-- Takes the source for one poll: once per firing of its schedule, which has the same time in every process; not while
-- another process holds it; not while the site asked to be left alone.
insert into source_state (name, claimed_by, claimed_until, last_firing)
values (:name, :node, :until, :firing)
on conflict (name) do update
set claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until, last_firing = excluded.last_firing
where (source_state.last_firing is null or source_state.last_firing < excluded.last_firing)
  and (source_state.claimed_by is null or source_state.claimed_by = excluded.claimed_by or source_state.claimed_until < :now)
  and (source_state.not_before is null or source_state.not_before <= :now)
