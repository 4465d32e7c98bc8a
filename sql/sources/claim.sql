-- Takes the source for one poll: once per firing of its schedule, which has the same time in every process; not while
-- another process holds it; not while the site asked to be left alone, nor before it is due. Asked for by a person
-- (:byHand) it need not be due.
insert into source_state (name, address, claimed_by, claimed_until, last_firing)
values (:name, :address, :node, :until, :firing)
on conflict (name) do update
set claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until, last_firing = excluded.last_firing
where (source_state.claimed_by is null
       or (source_state.claimed_by = excluded.claimed_by and not :byHand)
       or source_state.claimed_until < :now)
  and (:byHand
       or ((source_state.last_firing is null or source_state.last_firing < excluded.last_firing)
           and source_state.standing <> 'gone'
           and (source_state.not_before is null or source_state.not_before <= :now)
           and (source_state.due_at is null or source_state.due_at <= excluded.last_firing)))
