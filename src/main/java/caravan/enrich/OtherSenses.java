package caravan.enrich;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What names of companies mean beside the company: the words that betray it ({@code enrich/other-senses.csv}) and
 * people's given names ({@code enrich/given-names.txt}). Immutable.
 */
final class OtherSenses {

    private final Map<String, Set<String>> words = new HashMap<>();
    private final Set<String> givenNames;

    private OtherSenses(Set<String> givenNames) {
        this.givenNames = givenNames;
    }

    static OtherSenses shipped() {
        OtherSenses senses = new OtherSenses(new HashSet<>(Resource.lines("/enrich/given-names.txt")));
        for (Map<String, String> row : Resource.rows("/enrich/other-senses.csv")) {
            senses.words
                    .computeIfAbsent(row.get("name"), name -> new HashSet<>())
                    .addAll(List.of(row.get("words").split(" ")));
        }
        return senses;
    }

    boolean isGivenName(String lowerCaseWord) {
        return givenNames.contains(lowerCaseWord);
    }

    /** Whether the other word says that the name does not mean the company. */
    boolean betrays(String name, String word) {
        return words.getOrDefault(name, Set.of()).contains(word);
    }

    /** How many words of a text say that the name does not mean the company. */
    int against(String name, Vocabulary vocabulary) {
        int against = 0;
        for (String word : words.getOrDefault(name, Set.of())) {
            against += vocabulary.contains(word) ? 1 : 0;
        }
        return against;
    }
}
