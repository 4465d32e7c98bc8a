package caravan.sentiment.router;

import caravan.article.Article;
import caravan.article.Priority;
import java.util.List;

/**
 * Which models an article is for: those of the first rule that holds, and where none does the default's. Immutable.
 *
 * @param rules in the order in which they are tried
 * @param byDefault the models of articles for which no rule holds
 */
public record ModelRules(List<ModelRule> rules, List<String> byDefault) {

    public ModelRules {
        rules = List.copyOf(rules);
        byDefault = List.copyOf(byDefault);
    }

    /** The models to be asked, each when those before it failed; the lexicon, which comes after all, need not be named. */
    public List<String> chain(Article article, Priority lane, String language) {
        return rules.stream()
                .filter(rule -> rule.holdsFor(article, lane, language))
                .findFirst()
                .map(ModelRule::models)
                .orElse(byDefault);
    }

    /** The first model that articles go to for which no rule holds. */
    public String usual() {
        return byDefault.isEmpty() ? ModelsFile.LEXICON : byDefault.get(0);
    }
}
