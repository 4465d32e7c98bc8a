package caravan.lake;

import java.util.HashSet;
import java.util.Set;

/**
 * Which articles to look for. Immutable.
 *
 * @param filter what a row of the article must fit; its columns and limit do not matter
 * @param withText whether the whole texts are wanted
 * @param offset how many of the newest ones to pass over
 * @param limit how many at most
 */
public record ArticleSearch(LakeQuery filter, SearchWords words, boolean withText, int offset, int limit) {

    /** What of a statement's lines applies. */
    Set<String> terms() {
        Set<String> terms = new HashSet<>(filter.words());
        terms.remove(SentimentSchema.TEXT);
        if (withText) {
            terms.add(SentimentSchema.TEXT);
        }
        if (!words.isEmpty()) {
            terms.add(words.hasPhrases() ? "phrases" : "terms");
        }
        if (!words.wanted().isEmpty()) {
            terms.add("wanted");
        }
        if (!words.unwanted().isEmpty()) {
            terms.add("unwanted");
        }
        return terms;
    }
}
