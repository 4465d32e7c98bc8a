-- Takes the source for one poll, unless another process holds it or the site asked to be left alone for now.
insert into source_state (name, claimed_by, claimed_until)
values (:name, :node, :until)
on conflict (name) do update set claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until
where (source_state.claimed_by is null or source_state.claimed_by = excluded.claimed_by or source_state.claimed_until < :now)
  and (source_state.not_before is null or source_state.not_before <= :now)
