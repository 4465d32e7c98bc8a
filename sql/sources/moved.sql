update source_state set moved_to = :to, moved_seen = :seen, moved_checked = :checked where name = :name
