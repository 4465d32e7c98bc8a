package caravan.embedded.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Decides what each number in the stream is about and when it is published.
 *
 * <p>The first {@value #FIRST_EDITION} articles are those written in full among composed ones, in an order the seed
 * decides; everything after is composed. Thread-safe: an article depends on nothing but the seed and its number.
 */
final class Newsroom {

    /** Articles among which the written ones are spread. */
    static final int FIRST_EDITION = 150;

    /** The turn in which each desk composes articles of each tone. */
    private static final List<Tone> TONES = List.of(Tone.POSITIVE, Tone.NEGATIVE, Tone.NEUTRAL);

    private final long seed;
    private final Instant anchor;
    private final Duration pace;
    private final StoryWriter writer;
    private final Map<Desk, List<Optional<Story>>> firstEdition = new EnumMap<>(Desk.class);

    Newsroom(long seed, Instant anchor, Duration pace, Copybook copybook) {
        this.seed = seed;
        this.anchor = anchor;
        this.pace = pace;
        this.writer = new StoryWriter(copybook);
        copybook.stories().forEach((desk, stories) -> firstEdition.put(desk, spread(desk, stories)));
    }

    /** @throws IllegalArgumentException when {@code number} is negative */
    WireArticle article(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("Articles are numbered from 0, not " + number);
        }
        Desk desk = Desk.of(number);
        Story story = story(desk, desk.publishedBefore(number), number);
        return new WireArticle(
                number,
                desk,
                story.kind(),
                story.title(),
                story.paragraphs(),
                story.tones(),
                story.tone(),
                published(number));
    }

    Instant published(long number) {
        return anchor.plus(pace.multipliedBy(number));
    }

    /** The newest article that is out at {@code now}; empty before the anchor. */
    OptionalLong newest(Instant now) {
        return now.isBefore(anchor)
                ? OptionalLong.empty()
                : OptionalLong.of(Duration.between(anchor, now).dividedBy(pace));
    }

    /** Numbers of the articles {@code desk} has published up to {@code newest}, newest first; of all desks when empty. */
    LongStream latest(Optional<Desk> desk, long newest) {
        return LongStream.iterate(newest, number -> number >= 0, number -> number - 1)
                .filter(number -> desk.isEmpty() || Desk.of(number) == desk.get());
    }

    private Story story(Desk desk, long place, long number) {
        List<Optional<Story>> edition = firstEdition.get(desk);
        Optional<Story> written = place < edition.size() ? edition.get((int) place) : Optional.empty();
        Tone tone = TONES.get(Math.floorMod(place + seed, TONES.size()));
        return written.orElseGet(() -> writer.write(desk, tone, random(number)));
    }

    private List<Optional<Story>> spread(Desk desk, List<Story> stories) {
        List<Optional<Story>> places = new ArrayList<>();
        stories.forEach(story -> places.add(Optional.of(story)));
        while (places.size() < desk.publishedBefore(FIRST_EDITION)) {
            places.add(Optional.empty());
        }
        Collections.shuffle(places, random(desk.feedPath().hashCode()));
        return List.copyOf(places);
    }

    /** Neighbouring numbers must not give neighbouring sequences, so both halves are mixed (SplitMix64). */
    private Random random(long number) {
        long mixed = seed * 0x9E3779B97F4A7C15L + number;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return new Random(mixed ^ (mixed >>> 31));
    }
}
