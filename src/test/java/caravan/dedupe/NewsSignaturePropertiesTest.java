package caravan.dedupe;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testing.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/** What is a copy, and what is only written by the same template. */
class NewsSignaturePropertiesTest {

    @Property(tries = 300)
    void anotherBylineAndBoilerplateBehindMakeNoOtherText(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll @IntRange(min = 100, max = 900) int words) {
        String story = story(seed, words);
        String copy = "By " + Prose.words(seed + 1, 2) + " and others\n\n" + story + "\n\n" + Prose.words(seed + 2, 15)
                + " 555-0100.";
        assertThat(NewsSignature.of(copy).isCopyOf(NewsSignature.of(story))).isTrue();
    }

    @Property(tries = 300)
    void oneWordChangedInFiftyMakesNoOtherText(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        String[] words = story(seed, 400).split(" ", -1);
        Random random = new Random(seed);
        for (int i = 0; i < words.length; i += 50) {
            int at = Math.min(words.length - 1, i + random.nextInt(50));
            words[at] = Character.isDigit(words[at].charAt(0)) ? words[at] : Prose.word(random);
        }
        assertThat(NewsSignature.of(String.join(" ", words)).isCopyOf(NewsSignature.of(story(seed, 400))))
                .isTrue();
    }

    @Property(tries = 300)
    void aTextCutShortByAFifthIsACopy(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        String whole = story(seed, 300);
        String part = String.join(" ", Arrays.asList(whole.split(" ", -1)).subList(0, 240));
        assertThat(NewsSignature.of(part).isCopyOf(NewsSignature.of(whole))).isTrue();
    }

    @Property(tries = 300)
    void anotherQuarterInTheSameWordsIsAnotherText(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        assertThat(NewsSignature.of(earnings(seed, 1)).isCopyOf(NewsSignature.of(earnings(seed, 2))))
                .isFalse();
    }

    @Property(tries = 300)
    void anotherDividendInTheSameWordsIsAnotherText(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        assertThat(NewsSignature.of(dividend(seed, 1)).isCopyOf(NewsSignature.of(dividend(seed, 2))))
                .isFalse();
    }

    @Property(tries = 300)
    void unrelatedTextsAreNoCopies(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        assertThat(NewsSignature.of(story(seed, 200)).isCopyOf(NewsSignature.of(story(seed + 1, 200))))
                .isFalse();
    }

    @Test
    void aShortTextIsACopyOnlyOfTheSameWords() {
        NewsSignature up = NewsSignature.of("Shares of the maker rise after results");
        assertThat(NewsSignature.of("SHARES of the maker rise, after results!").isCopyOf(up))
                .isTrue();
        assertThat(NewsSignature.of("Shares of the maker fall after results").isCopyOf(up))
                .isFalse();
    }

    /** Articles of many sites, and filings that share their form. */
    @Test
    void ofRealPagesAndFilingsOnlyThePageThatIsThereTwiceIsACopy() throws IOException {
        List<NewsSignature> texts = new ArrayList<>();
        for (Path file : files("pages", ".html.gz")) {
            texts.add(signature(new GZIPInputStream(Files.newInputStream(file))));
        }
        for (Path file : files("edgar", ".html")) {
            texts.add(signature(Files.newInputStream(file)));
        }
        for (int i = 0; i < texts.size(); i++) {
            for (int j = 0; j < i; j++) {
                // One page is there twice.
                assertThat(texts.get(i).isCopyOf(texts.get(j)))
                        .as("%d and %d", i, j)
                        .isEqualTo(texts.get(i)
                                .text()
                                .words()
                                .equals(texts.get(j).text().words()));
            }
        }
    }

    private static List<Path> files(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(SharedData.need(folder))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static NewsSignature signature(InputStream page) throws IOException {
        try (page) {
            return NewsSignature.of(Jsoup.parse(page, null, "").text());
        }
    }

    private static String story(int seed, int words) {
        Random random = new Random(seed);
        return Prose.words(seed, words) + " " + (random.nextInt(900) + 100) + " " + random.nextInt(99) + "."
                + random.nextInt(9) + "%";
    }

    /** Two of one company, with other numbers. */
    private static String earnings(int company, int quarter) {
        String about = Prose.words(company, 120);
        Random random = new Random(31L * company + quarter);
        return IntStream.range(0, 6)
                        .mapToObj(line ->
                                "Net sales of the segment %s rose to $%d.%d million from $%d.%d million, or %d.%d%%."
                                        .formatted(
                                                Prose.words(company + line, 2),
                                                100 + random.nextInt(900),
                                                random.nextInt(10),
                                                100 + random.nextInt(900),
                                                random.nextInt(10),
                                                random.nextInt(30),
                                                random.nextInt(10)))
                        .reduce("Results of fiscal 2026. ", String::concat)
                + about;
    }

    private static String dividend(int company, int quarter) {
        Random random = new Random(17L * company + quarter);
        return "The board of %s declared a quarterly dividend of $0.%d a share, payable on %d %s 2026 to holders of record on the close of business on %d %s. "
                        .formatted(
                                Prose.words(company, 2),
                                10 + random.nextInt(90),
                                1 + random.nextInt(28),
                                quarter == 1 ? "March" : "June",
                                1 + random.nextInt(28),
                                quarter == 1 ? "February" : "May")
                + Prose.words(company, 80);
    }
}
