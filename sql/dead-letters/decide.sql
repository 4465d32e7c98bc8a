-- What the topic says was decided. It may be said twice; the first counts.
update dead_letter
set state = :#state, decided_at = :#at, decided_by = :#by, replayed_to = :#to, claimed_by = null, claimed_until = null
where topic = :#topic and topic_partition = :#partition and topic_offset = :#offset
    and :#state in ('replayed', 'discarded')
    and state in ('set-aside', 'replaying')
