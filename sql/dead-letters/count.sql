select count(*)
from dead_letter
where topic = :topic
    and dead_letter_matches(
        dead_letter, :error, :words, :leg, :source, :origin, :article, :state,
        cast(:from as timestamptz), cast(:to as timestamptz))
