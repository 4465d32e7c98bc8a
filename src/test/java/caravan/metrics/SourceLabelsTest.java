package caravan.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SourceLabelsTest {

    @Test
    void aDeclaredSourceIsNamedAndKeepsItsName() {
        SourceLabels labels = new SourceLabels(Set.of("fed", "ecb", "boe")::contains, 2);
        assertThat(labels.of("fed")).isEqualTo("fed");
        assertThat(labels.of("ecb")).isEqualTo("ecb");
        assertThat(labels.of("boe")).isEqualTo(SourceLabels.OTHER);
        assertThat(labels.of("fed")).isEqualTo("fed");
    }

    @Test
    void whatSomebodyCallsTheSourceOfAnArticleHeHandsInIsNoLabel() {
        SourceLabels labels = new SourceLabels("fed"::equals, 10);
        assertThat(labels.of("x".repeat(10_000))).isEqualTo(SourceLabels.OTHER);
        assertThat(labels.of("")).isEqualTo(SourceLabels.OTHER);
    }

    @Property(tries = 100)
    void howManySourcesThereAreTheLabelsAreFew(
            @ForAll @Size(max = 50) Set<@AlphaChars @StringLength(min = 1, max = 8) String> names) {
        SourceLabels labels = new SourceLabels(name -> true, 5);
        assertThat(names.stream()
                        .map(labels::of)
                        .filter(label -> !label.equals(SourceLabels.OTHER))
                        .distinct())
                .hasSizeLessThanOrEqualTo(5);
    }
}
