package caravan.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

    @Test
    void neighbouringAndOverlappingRangesBecomeOne() {
        assertThat(united("0-4,10-14", "5-9")).isEqualTo("0-14");
        assertThat(united("0-4", "3-8")).isEqualTo("0-8");
        assertThat(united("5-9", "0-3")).isEqualTo("0-3,5-9");
    }

    @Test
    void thousandsOfRangesAreNotTooMany() {
        String even = IntStream.range(0, 50_000)
                .mapToObj(number -> 2 * number + "-" + 2 * number)
                .collect(Collectors.joining(","));
        String odd = IntStream.range(0, 50_000)
                .mapToObj(number -> (2 * number + 1) + "-" + (2 * number + 1))
                .collect(Collectors.joining(","));
        assertThat(united(even, odd)).isEqualTo("0-99999");
    }

    @Test
    void otherValuesAreListedOnce() {
        assertThat(united("a", "b")).isEqualTo("a\nb");
        assertThat(united("a\nb", "b")).isEqualTo("a\nb");
        assertThat(united("a", "0-4")).isEqualTo("a\n0-4");
    }

    @Test
    void differentNamesStayApart() {
        Provenance both = new Provenance(Map.of("a", "1-1")).and(new Provenance(Map.of("b", "2-2")));
        assertThat(both.values()).isEqualTo(Map.of("a", "1-1", "b", "2-2"));
        assertThat(Provenance.fromFooter(both.footer())).isEqualTo(both);
    }

    @Property(tries = 200)
    void inWhateverOrderOffsetsCameTheRangesHoldExactlyThose(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 60) Integer> offsets) {
        Provenance all = offsets.stream()
                .map(offset -> new Provenance(Map.of("q", offset + "-" + offset)))
                .reduce(Provenance::and)
                .orElseThrow();
        BitSet held = new BitSet();
        for (String range : all.values().get("q").split(",")) {
            String[] ends = range.split("-");
            held.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]) + 1);
        }
        assertThat(held.stream().boxed().collect(Collectors.toSet())).isEqualTo(Set.copyOf(offsets));
    }

    private static String united(String one, String other) {
        return new Provenance(Map.of("q", one))
                .and(new Provenance(Map.of("q", other)))
                .values()
                .get("q");
    }
}
