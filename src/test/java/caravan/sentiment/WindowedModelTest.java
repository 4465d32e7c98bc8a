package caravan.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnavailableException;
import caravan.enrich.Companies;
import caravan.enrich.Tokens;
import caravan.sentiment.Finding.Label;
import caravan.sentiment.TextWindows.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WindowedModelTest {

    private static final Companies COMPANIES = Companies.shipped();

    @Test
    void theTitleCountsMostThenTheLead() {
        String dull = "The meeting takes place today. ".repeat(8);
        Finding title = score(20, "good", dull);
        Finding lead = score(20, "dull", "It is good. " + dull);
        Finding end = score(20, "dull", dull + "It is good.");
        assertThat(title.score().sentiment()).isGreaterThan(lead.score().sentiment());
        assertThat(lead.score().sentiment()).isGreaterThan(end.score().sentiment());
        assertThat(end.score().sentiment()).as("the end is read as well").isPositive();
    }

    @Test
    void aCompanyIsScoredByTheSentencesThatNameIt() {
        Finding finding = model(50)
                .score(List.of(new Passage(
                        "Two companies report",
                        "Apple has good news. Its shares are good as well. Microsoft has bad news. Rain is expected.",
                        List.of("AAPL", "MSFT", "NVDA"))))
                .get(0);
        assertThat(finding.tickerScores()).containsOnlyKeys("AAPL", "MSFT");
        assertThat(finding.tickerScores().get("AAPL").sentiment()).isGreaterThan(0.5);
        assertThat(finding.tickerScores().get("MSFT").sentiment()).isLessThan(-0.5);
    }

    @Test
    void theArticlesOfABatchAreClassifiedTogetherAndAnsweredInOrder() {
        Words words = new Words(10);
        List<Passage> passages = List.of(
                new Passage("good", "", List.of()),
                new Passage("", "", List.of()),
                new Passage("bad", "It is bad. ".repeat(20), List.of()),
                new Passage("good", "good", List.of()));
        List<Finding> findings = new WindowedModel(words, COMPANIES, 100).score(passages);
        assertThat(findings)
                .extracting(Finding::label)
                .containsExactly(Label.POSITIVE, Label.NEUTRAL, Label.NEGATIVE, Label.POSITIVE);
        assertThat(words.calls).as("one batch").isEqualTo(1);
        assertThat(words.classified).as("nothing twice").doesNotHaveDuplicates();
        assertThat(findings.get(1).score().confidence()).isZero();
    }

    @Test
    void ofABookNoMoreIsReadThanAllowed() {
        Words words = new Words(10);
        String book = IntStream.range(0, 5_000)
                .mapToObj("This is sentence number %d. "::formatted)
                .collect(Collectors.joining());
        new WindowedModel(words, COMPANIES, 4).score(List.of(new Passage("", book, List.of("AAPL"))));
        assertThat(words.classified).hasSize(4);
        assertThat(words.counted).as("nor counted").isLessThan(200);
        assertThatThrownBy(() -> new WindowedModel(words, COMPANIES, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClassifierThatCannotAnswerIsUnavailable() {
        Words words = new Words(10);
        WindowedModel model = new WindowedModel(words, COMPANIES, 4);
        model.close();
        assertThatThrownBy(() -> model.score(List.of(new Passage("good", "", List.of()))))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void windowsOverlapByWholeSentences() {
        List<String> windows = windows("One two three four. Five. Six seven eight. Nine ten. Eleven twelve.", 8);
        assertThat(windows).containsExactly("One two three four. Five. Six seven eight.", "Nine ten. Eleven twelve.");
        assertThat(windows("One two three four five six. Seven. Eight nine.", 8))
                .containsExactly("One two three four five six. Seven.", "Seven. Eight nine.");
    }

    @Property(tries = 200)
    void everyWordIsReadAndNoWindowIsTooLong(
            @ForAll List<@IntRange(min = 1, max = 40) Integer> sentences,
            @ForAll @IntRange(min = 3, max = 30) int room) {
        List<String> words = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int length : sentences) {
            for (int i = 0; i < length; i++) {
                words.add("W" + words.size());
                text.append(words.get(words.size() - 1)).append(i == length - 1 ? ". " : " ");
            }
        }
        List<String> read = new ArrayList<>();
        for (String window : windows(text.toString(), room)) {
            List<String> inside = List.of(window.replace(".", "").split(" "));
            assertThat(inside).hasSizeLessThanOrEqualTo(room);
            int overlap = read.isEmpty() ? 0 : read.size() - words.indexOf(inside.get(0));
            assertThat(overlap).isBetween(0, room / 8);
            assertThat(inside.subList(0, overlap)).isEqualTo(read.subList(read.size() - overlap, read.size()));
            assertThat(inside.size()).as("each brings something new").isGreaterThan(overlap);
            read.addAll(inside.subList(overlap, inside.size()));
        }
        assertThat(read).isEqualTo(words);
    }

    @Test
    void aWordThatFitsNowhereIsLeftToTheClassifierToCut() {
        Words letters = new Words(5) {
            @Override
            public int[] tokens(List<String> texts) {
                return texts.stream().mapToInt(String::length).toArray();
            }
        };
        assertThat(TextWindows.of(Tokens.of("abc de incomprehensibilities xyz"), letters, 100))
                .extracting(Window::text)
                .containsExactly("abc", "de", "incomprehensibilities", "xyz");
    }

    private static Finding score(int room, String title, String text) {
        return model(room).score(List.of(new Passage(title, text, List.of()))).get(0);
    }

    private static WindowedModel model(int room) {
        return new WindowedModel(new Words(room), COMPANIES, 100);
    }

    private static List<String> windows(String text, int room) {
        return TextWindows.of(Tokens.of(text), new Words(room), 10_000).stream()
                .map(Window::text)
                .toList();
    }

    /** Counts the words "good" and "bad". */
    private static class Words implements TextClassifier {

        private final int room;
        private final List<String> classified = new ArrayList<>();
        private int calls;
        private int counted;
        private boolean closed;

        Words(int room) {
            this.room = room;
        }

        @Override
        public String name() {
            return "words";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public int room() {
            return room;
        }

        @Override
        public int[] tokens(List<String> texts) {
            counted += texts.size();
            return texts.stream()
                    .mapToInt(text -> text.strip().split("\\s+").length)
                    .toArray();
        }

        @Override
        public List<Probabilities> classify(List<String> sentences) {
            if (closed) {
                throw new UnavailableException("closed");
            }
            calls++;
            classified.addAll(sentences);
            return sentences.stream().map(Words::read).toList();
        }

        private static Probabilities read(String sentence) {
            List<String> words = Arrays.asList(sentence.split("\\W+"));
            boolean good = words.contains("good");
            boolean bad = words.contains("bad");
            return good == bad
                    ? new Probabilities(0.1, 0.8, 0.1)
                    : good ? new Probabilities(0.1, 0.1, 0.8) : new Probabilities(0.8, 0.1, 0.1);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
