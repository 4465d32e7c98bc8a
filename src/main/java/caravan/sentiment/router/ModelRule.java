package caravan.sentiment.router;

import caravan.article.Article;
import caravan.article.ArticleType;
import caravan.article.Priority;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which articles go to which models. It holds for an article that meets all of its conditions; an empty condition is met
 * by every article. Immutable.
 *
 * @param name by which people speak of it
 * @param priority of the article's lane
 * @param types one of these
 * @param sources one of these, by name
 * @param languages one of these, as ISO 639-1 codes
 * @param premiumTier exactly this tier
 * @param minLength at least as many characters of text
 * @param maxLength at most as many characters of text
 * @param minWeight at least this weight
 * @param tickers one of these, upper case
 * @param minTickers at least as many companies
 * @param models to ask, each when those before it failed
 */
public record ModelRule(
        String name,
        Optional<Priority> priority,
        Set<ArticleType> types,
        Set<String> sources,
        Set<String> languages,
        Optional<String> premiumTier,
        OptionalInt minLength,
        OptionalInt maxLength,
        OptionalDouble minWeight,
        Set<String> tickers,
        OptionalInt minTickers,
        List<String> models) {

    public ModelRule {
        Objects.requireNonNull(name, "name");
        types = Set.copyOf(types);
        sources = Set.copyOf(sources);
        languages = Set.copyOf(languages);
        tickers = Set.copyOf(tickers);
        models = List.copyOf(models);
    }

    boolean holdsFor(Article article, Priority lane, String language) {
        int length = article.text().length();
        return priority.map(lane::equals).orElse(true)
                && (types.isEmpty() || types.contains(article.type()))
                && (sources.isEmpty() || sources.contains(article.source()))
                && (languages.isEmpty() || languages.contains(language))
                && premiumTier.map(article.premiumTier()::equals).orElse(true)
                && length >= minLength.orElse(0)
                && length <= maxLength.orElse(Integer.MAX_VALUE)
                && article.weight() >= minWeight.orElse(0)
                && article.tickers().size() >= minTickers.orElse(0)
                && (tickers.isEmpty() || !Collections.disjoint(tickers, article.tickers()));
    }
}
