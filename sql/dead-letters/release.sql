update dead_letter
set state = 'set-aside', claimed_by = null, claimed_until = null
where topic = :topic and topic_partition = :partition and topic_offset = :offset
    and state = 'replaying' and claimed_by = :claim
