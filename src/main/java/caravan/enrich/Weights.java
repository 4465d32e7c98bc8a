package caravan.enrich;

import caravan.article.Article;
import caravan.article.ArticleType;
import caravan.config.ConfigurationException;
import caravan.source.Source;
import java.util.Map;
import java.util.TreeSet;

/**
 * How much an article's score counts: the factors of its source, its type and its tier multiplied, kept between
 * {@value Article#LEAST_WEIGHT} and {@value Article#MOST_WEIGHT}. Immutable and thread-safe.
 */
public final class Weights {

    private final Map<ArticleType, Double> types;
    private final Map<String, Double> tiers;

    /**
     * @param types factor of each type of article; 1 for a type that is not named
     * @param tiers factor of each tier that sources may name
     * @throws ConfigurationException that names the factor, when one is not a positive number
     */
    public Weights(Map<ArticleType, Double> types, Map<String, Double> tiers) {
        types.forEach((type, factor) -> check("type " + type.word(), factor));
        tiers.forEach((tier, factor) -> check("tier " + tier, factor));
        this.types = Map.copyOf(types);
        this.tiers = Map.copyOf(tiers);
    }

    /**
     * The weight of what a source brings.
     *
     * @throws ConfigurationException when the source names a tier that has no factor
     */
    public double of(Source source) {
        Double tier = tiers.get(source.premiumTier());
        if (tier == null) {
            throw new ConfigurationException("Source %s names the tier '%s', which has no weight; there are %s"
                    .formatted(source.name(), source.premiumTier(), new TreeSet<>(tiers.keySet())));
        }
        double weight = source.weight() * types.getOrDefault(source.type(), 1.0) * tier;
        return Math.max(Article.LEAST_WEIGHT, Math.min(Article.MOST_WEIGHT, weight));
    }

    private static void check(String name, double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new ConfigurationException(
                    "The weight of %s is %s; it must be a positive number".formatted(name, factor));
        }
    }
}
