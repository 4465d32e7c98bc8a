package caravan.live.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FeedReaderTest {

    private static final FeedRequest EVERYTHING = request(Optional.empty());

    private static FeedRequest request(Optional<String> since) {
        return new FeedRequest(
                EnumSet.allOf(Channel.class), Set.of(), OptionalInt.empty(), 0, since.map(ResumePoint::parse));
    }

    private static FeedEvent event(Channel channel, int partition, long offset) {
        return new FeedEvent(
                channel, partition, offset, Set.of("T" + partition), channel + "/" + partition + "/" + offset);
    }

    private static List<Told> all(FeedReader reader) {
        List<Told> all = new ArrayList<>();
        for (List<Told> some = reader.next(); !some.isEmpty(); some = reader.next()) {
            all.addAll(some);
        }
        return all;
    }

    private static List<String> texts(List<Told> told) {
        return told.stream().map(Told::json).toList();
    }

    @Test
    void whatIsUrgentIsToldFirstHoweverMuchElseWaits() {
        Feed feed = new Feed(1_000);
        FeedReader reader = new FeedReader(feed, EVERYTHING);
        feed.add(IntStream.range(0, 500)
                .mapToObj(i -> event(Channel.STANDARD, 0, i))
                .toList());
        assertThat(reader.next()).hasSize(64);
        feed.add(List.of(event(Channel.HIGH, 0, 0)));
        assertThat(reader.next().get(0).json()).isEqualTo("HIGH/0/0");
    }

    @Test
    void theBellNamesTheChannelsThatHaveSomethingNew() {
        Feed feed = new Feed(10);
        List<Set<Channel>> heard = new ArrayList<>();
        feed.onNews(heard::add);
        feed.add(List.of(event(Channel.HIGH, 0, 0), event(Channel.ALERTS, 0, 0)));
        feed.add(List.of(event(Channel.HIGH, 0, 0)));
        feed.add(List.of(event(Channel.HIGH, 0, 0), event(Channel.STANDARD, 0, 0)));
        assertThat(heard).containsExactly(Set.of(Channel.HIGH, Channel.ALERTS), Set.of(Channel.STANDARD));
    }

    @Test
    void aListenerIsConcernedByItsOwnChannelsOnly() {
        FeedReader reader = new FeedReader(
                new Feed(10),
                new FeedRequest(
                        EnumSet.of(Channel.HIGH, Channel.SCORES), Set.of(), OptionalInt.empty(), 0, Optional.empty()));
        assertThat(reader.listensTo(Set.of(Channel.STANDARD, Channel.HIGH))).isTrue();
        assertThat(reader.listensTo(Set.of(Channel.STANDARD, Channel.ALERTS))).isFalse();
    }

    @Test
    void aRecordThatKafkaHandsOutAgainIsNotToldAgain() {
        Feed feed = new Feed(10);
        FeedReader reader = new FeedReader(feed, EVERYTHING);
        feed.add(List.of(event(Channel.HIGH, 1, 7), event(Channel.HIGH, 1, 8), event(Channel.HIGH, 1, 7)));
        assertThat(texts(all(reader))).containsExactly("HIGH/1/7", "HIGH/1/8");
    }

    @Test
    void whoIsOverrunIsFoundOutAndTheFeedGoesOn() {
        Feed feed = new Feed(10);
        FeedReader slow = new FeedReader(feed, EVERYTHING);
        FeedReader quick = new FeedReader(feed, EVERYTHING);
        for (int i = 0; i < 20; i++) {
            feed.add(List.of(event(Channel.HIGH, 0, i)));
            assertThat(quick.next()).hasSize(1);
        }
        assertThat(slow.next()).isEmpty();
        assertThat(slow.isOverrun()).isTrue();
        assertThat(quick.isOverrun()).isFalse();
    }

    @Test
    void whoComesBackTooLateIsToldOfTheGap() {
        Feed feed = new Feed(10);
        FeedReader before = new FeedReader(feed, EVERYTHING);
        feed.add(List.of(event(Channel.HIGH, 0, 0)));
        String id = all(before).get(0).id().orElseThrow();
        feed.add(IntStream.range(1, 30).mapToObj(i -> event(Channel.HIGH, 0, i)).toList());
        List<Told> told = all(new FeedReader(feed, request(Optional.of(id))));
        assertThat(told.get(0)).isEqualTo(new Told("gap", "{\"channels\":[\"high\"]}", Optional.empty()));
        assertThat(told).hasSize(11);
    }

    @Test
    void aRateLeavesStandardArticlesOutAndSaysHowMany() {
        Feed feed = new Feed(1_000);
        FeedReader reader = new FeedReader(
                feed, new FeedRequest(EnumSet.allOf(Channel.class), Set.of(), OptionalInt.of(5), 0, Optional.empty()));
        feed.add(IntStream.range(0, 100)
                .mapToObj(i -> event(Channel.STANDARD, 0, i))
                .toList());
        feed.add(IntStream.range(0, 50).mapToObj(i -> event(Channel.HIGH, 0, i)).toList());
        List<Told> told = all(reader);
        assertThat(told.stream().filter(one -> one.json().startsWith("HIGH"))).hasSize(50);
        long standard =
                told.stream().filter(one -> one.json().startsWith("STANDARD")).count();
        assertThat(standard).isBetween(5L, 20L);
        assertThat(reader.skipped()).isPresent();
        assertThat(reader.skipped()).isEmpty();
    }

    @Test
    void whoWantsTheLatestOfOneTickerHasThemHoweverLongAgoTheyWere() {
        Feed feed = new Feed(1_000);
        feed.add(List.of(event(Channel.HIGH, 1, 0), event(Channel.HIGH, 1, 1), event(Channel.HIGH, 1, 2)));
        feed.add(
                IntStream.range(0, 500).mapToObj(i -> event(Channel.HIGH, 0, i)).toList());
        FeedReader reader = new FeedReader(
                feed,
                new FeedRequest(EnumSet.allOf(Channel.class), Set.of("T1"), OptionalInt.empty(), 2, Optional.empty()));
        assertThat(texts(all(reader))).containsExactly("HIGH/1/1", "HIGH/1/2");
    }

    /** However the partitions interleave and wherever it stops, who resumes with the last id has each event once. */
    @Property(tries = 300)
    void resumingNeitherLosesNorRepeats(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 11) Integer> arrivals,
            @ForAll @IntRange(max = 60) int stop) {
        Feed feed = new Feed(1_000);
        FeedReader first = new FeedReader(feed, EVERYTHING);
        long[] offsets = new long[12];
        List<String> expected = new ArrayList<>();
        List<String> had = new ArrayList<>();
        String id = "~~";
        for (int i = 0; i < arrivals.size(); i++) {
            int arrival = arrivals.get(i);
            Channel channel =
                    List.of(Channel.HIGH, Channel.STANDARD, Channel.ALERTS).get(arrival % 3);
            FeedEvent event = event(channel, arrival / 3, offsets[arrival]++);
            feed.add(List.of(event));
            expected.add(event.json());
            if (i < stop) {
                for (Told told : all(first)) {
                    had.add(told.json());
                    id = told.id().orElseThrow();
                }
            }
        }
        had.addAll(texts(all(new FeedReader(feed, request(Optional.of(id))))));
        assertThat(had).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Processes meet the records of different partitions in different orders. */
    @Property(tries = 300)
    void anotherProcessGoesOnWhereOneStopped(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 3) Integer> here,
            @ForAll Random order,
            @ForAll @IntRange(max = 40) int stop) {
        Feed feed = new Feed(1_000);
        FeedReader first = new FeedReader(feed, EVERYTHING);
        List<FeedEvent> events = new ArrayList<>();
        long[] offsets = new long[4];
        here.forEach(partition -> events.add(event(Channel.HIGH, partition, offsets[partition]++)));
        feed.add(events.subList(0, Math.min(stop, events.size())));
        List<Told> told = all(first);
        List<String> had = new ArrayList<>(texts(told));
        String id = told.isEmpty() ? "~~" : told.get(told.size() - 1).id().orElseThrow();

        Feed elsewhere = new Feed(1_000);
        List<List<FeedEvent>> partitions = new ArrayList<>(events.stream()
                .collect(Collectors.groupingBy(FeedEvent::partition))
                .values());
        while (!partitions.isEmpty()) {
            int next = order.nextInt(partitions.size());
            List<FeedEvent> partition = partitions.get(next);
            elsewhere.add(partition.subList(0, 1));
            partitions.set(next, partition.subList(1, partition.size()));
            partitions.removeIf(List::isEmpty);
        }
        List<Told> rest = all(new FeedReader(elsewhere, request(Optional.of(id))));
        rest.forEach(one -> had.add(one.json()));
        assertThat(had).containsExactlyInAnyOrderElementsOf(json(events));
        rest.forEach(one -> assertThat(all(new FeedReader(elsewhere, request(one.id()))))
                .hasSize(rest.size() - rest.indexOf(one) - 1));
    }

    private static List<String> json(Collection<FeedEvent> events) {
        return events.stream().map(FeedEvent::json).toList();
    }

    @Property
    void aPositionIsReadBackAsItWasWritten(@ForAll @Size(max = 12) List<@IntRange(max = 1_000_000) Integer> offsets) {
        FeedPosition position = FeedPosition.NOTHING;
        for (int i = 0; i < offsets.size(); i++) {
            position = position.after(i, offsets.get(i));
        }
        assertThat(FeedPosition.parse(position.toString())).isEqualTo(position);
    }
}
