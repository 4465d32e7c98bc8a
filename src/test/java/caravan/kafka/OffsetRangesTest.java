package caravan.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OffsetRangesTest {

    @Test
    void neighboursAreOneRange() {
        assertThat(OffsetRanges.of(List.of(3L, 1L, 2L, 7L, 8L, 3L))).hasToString("1-3,7-8");
        assertThat(OffsetRanges.parse("5-6,0-4,9-9")).hasToString("0-6,9-9");
        assertThat(OffsetRanges.parse("")).isEqualTo(OffsetRanges.NONE);
    }

    @Test
    void whatIsNoListOfRangesIsRefused() {
        assertThatThrownBy(() -> OffsetRanges.parse("1-2,x")).hasMessageContaining("1-2,x");
        assertThatThrownBy(() -> OffsetRanges.parse("7")).hasMessageContaining("'7'");
        assertThatThrownBy(() -> OffsetRanges.parse("7-3")).hasMessageContaining("reversed");
    }

    @Property(tries = 300)
    void theyAreTheSetsTheyStandFor(
            @ForAll Set<@IntRange(max = 30) Integer> one, @ForAll Set<@IntRange(max = 30) Integer> other) {
        Set<Integer> both = new HashSet<>(one);
        both.addAll(other);
        Set<Integer> rest = new HashSet<>(one);
        rest.removeAll(other);
        assertThat(ranges(one).and(ranges(other))).isEqualTo(ranges(both));
        assertThat(ranges(one).without(ranges(other))).isEqualTo(ranges(rest));
        assertThat(ranges(one).count()).isEqualTo(one.size());
        assertThat(OffsetRanges.parse(ranges(one).toString())).isEqualTo(ranges(one));
    }

    private static OffsetRanges ranges(Set<Integer> offsets) {
        return OffsetRanges.of(offsets.stream().map(Integer::longValue).toList());
    }
}
