package caravan.lake;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.dedupe.TextSignature;
import caravan.lake.NearDuplicates.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {

    private final NearDuplicates duplicates = new NearDuplicates();

    @Test
    void caseSpacesAndPunctuationDoNotMatter() {
        assertThat(add("Profit rises, sharply!", "a")).isEqualTo(Verdict.NEW);
        assertThat(add("  PROFIT rises\n\nsharply", "b")).isEqualTo(Verdict.SAME);
        assertThat(add("Profit falls sharply", "c")).isEqualTo(Verdict.NEW);
    }

    @Test
    void aTextOfTheSameOwnerIsNoDuplicate() {
        assertThat(add("Profit rises sharply", "a")).isEqualTo(Verdict.NEW);
        assertThat(add("Profit rises sharply", "a")).isEqualTo(Verdict.NEW);
        assertThat(add("Profit rises sharply", "b")).isEqualTo(Verdict.SAME);
    }

    @Test
    void aFewChangedWordsAreFoundAmongManyTexts() {
        int texts = 3_000;
        for (int i = 0; i < texts; i++) {
            assertThat(add(text(i, 0, 150), "text " + i)).as("text %d", i).isEqualTo(Verdict.NEW);
        }
        long found = IntStream.range(0, texts)
                .filter(i -> add(text(i, 5, 150), "copy " + i) == Verdict.NEARLY_SAME)
                .count();
        // Five words of 150 are in fifteen runs of three: the similarity is about 0.82.
        assertThat(found).isGreaterThan(texts * 95 / 100);
    }

    @Test
    void halfOfTheWordsInCommonIsNotNearlyTheSame() {
        for (int i = 0; i < 300; i++) {
            assertThat(add(text(i, 0, 150), "text " + i)).isEqualTo(Verdict.NEW);
            assertThat(add(text(i, 40, 150), "half " + i)).isEqualTo(Verdict.NEW);
        }
    }

    @Test
    void textsWithFewOrNoWordsAreCompared() {
        assertThat(add("", "a")).isEqualTo(Verdict.NEW);
        assertThat(add("…!", "b")).isEqualTo(Verdict.SAME);
        assertThat(add("Up", "c")).isEqualTo(Verdict.NEW);
        assertThat(add("up.", "d")).isEqualTo(Verdict.SAME);
    }

    /** Words by number, of which some, evenly spread, are changed. */
    private static String text(int number, int changed, int words) {
        Random random = new Random(number);
        String[] text = IntStream.range(0, words)
                .mapToObj(i -> Integer.toString(random.nextInt(46_656), 36))
                .toArray(String[]::new);
        for (int i = 0; i < changed; i++) {
            text[i * words / changed] = "changed" + i;
        }
        List<String> all = Arrays.asList(text);
        return all.stream().collect(Collectors.joining(" "));
    }

    private Verdict add(String text, String owner) {
        return duplicates.add(TextSignature.of(text), owner);
    }
}
