package caravan.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.article.ArticleType;
import caravan.config.ConfigurationException;
import caravan.source.Source;
import caravan.source.Source.FullText;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class WeightsTest {

    private static final Weights WEIGHTS = new Weights(
            Map.of(ArticleType.SOCIAL, 0.5, ArticleType.FILING, 1.5), Map.of("standard", 1.0, "premium", 2.0));

    @Test
    void theFactorsAreMultiplied() {
        assertThat(WEIGHTS.of(source(ArticleType.FILING, 1.2, "premium"))).isEqualTo(1.2 * 1.5 * 2);
        assertThat(WEIGHTS.of(source(ArticleType.NEWS, 1.2, "standard"))).isEqualTo(1.2);
    }

    @Property
    void everyWeightIsOneAnEventCanCarry(@ForAll @DoubleRange(min = 0, max = 1e6) double weight) {
        assertThat(WEIGHTS.of(source(ArticleType.SOCIAL, weight, "premium"))).isBetween(0.1, 10.0);
    }

    @Test
    void aTierWithoutAFactorIsNamedWithItsSource() {
        assertThatThrownBy(() -> WEIGHTS.of(source(ArticleType.NEWS, 1, "gold")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("wire")
                .hasMessageContaining("gold")
                .hasMessageContaining("premium, standard");
    }

    @Test
    void aFactorThatIsNoPositiveNumberIsRefused() {
        assertThatThrownBy(() -> new Weights(Map.of(ArticleType.NEWS, 0.0), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("type news");
        assertThatThrownBy(() -> new Weights(Map.of(), Map.of("premium", Double.NaN)))
                .hasMessageContaining("tier premium");
    }

    private static Source source(ArticleType type, double weight, String tier) {
        return new Source(
                "wire",
                URI.create("https://wire.example/rss"),
                "0 * * * * ?",
                ZoneOffset.UTC,
                type,
                weight,
                tier,
                Map.of(),
                FullText.PAGE,
                List.of(),
                Set.of());
    }
}
