package caravan.enrich;

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
 * One line of the declaration that says which articles are urgent: it holds for an article that meets all of its
 * conditions. An empty condition is met by every article. Immutable.
 *
 * @param name by which people speak of it
 * @param priority of the articles it holds for
 * @param types one of these
 * @param sources one of these, by name
 * @param minWeight at least this weight
 * @param premiumTier exactly this tier
 * @param title one of these phrases in the title
 * @param text one of these phrases among the text's first {@code within} characters
 * @param within how far into the text {@code text} looks
 * @param tickers one of these, upper case
 * @param minTickers at least as many companies
 */
record PriorityRule(
        String name,
        Priority priority,
        Set<ArticleType> types,
        Set<String> sources,
        OptionalDouble minWeight,
        Optional<String> premiumTier,
        Optional<PhraseTree<String>> title,
        Optional<PhraseTree<String>> text,
        int within,
        Set<String> tickers,
        OptionalInt minTickers) {

    PriorityRule {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(priority, "priority");
        types = Set.copyOf(types);
        sources = Set.copyOf(sources);
        tickers = Set.copyOf(tickers);
    }

    boolean holdsFor(Article article) {
        return (types.isEmpty() || types.contains(article.type()))
                && (sources.isEmpty() || sources.contains(article.source()))
                && article.weight() >= minWeight.orElse(0)
                && premiumTier.map(article.premiumTier()::equals).orElse(true)
                && article.tickers().size() >= minTickers.orElse(0)
                && (tickers.isEmpty() || !Collections.disjoint(tickers, article.tickers()))
                && title.map(phrases -> found(phrases, article.title())).orElse(true)
                && text.map(phrases -> found(phrases, start(article.text()))).orElse(true);
    }

    private String start(String whole) {
        return whole.length() > within ? whole.substring(0, within) : whole;
    }

    private static boolean found(PhraseTree<String> phrases, String text) {
        Tokens tokens = Tokens.of(text);
        for (int token = 0; token < tokens.size(); token++) {
            if (phrases.longestAt(tokens, token, tokens.size()) != null) {
                return true;
            }
        }
        return false;
    }

    /** Phrases to look for, compared word by word without regard to case. */
    static Optional<PhraseTree<String>> phrases(List<String> phrases) {
        if (phrases.isEmpty()) {
            return Optional.empty();
        }
        PhraseTree<String> tree = new PhraseTree<>();
        phrases.forEach(phrase -> tree.putIfAbsent(phrase, phrase));
        return Optional.of(tree);
    }
}
