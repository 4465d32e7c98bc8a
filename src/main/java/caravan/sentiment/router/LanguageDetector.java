package caravan.sentiment.router;

import caravan.article.Article;
import caravan.article.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/**
 * Tells the language of an article from its title and the beginning of its text. Thread-safe.
 *
 * <p>Most articles are plainly English by their commonest words, which takes microseconds to see; only the others go to
 * Apache OpenNLP's detector, which takes a thousand times as long. Its nearness to one of the languages in which
 * financial news is published is compared with its nearness to English: a headline of names and numbers resembles
 * many languages a little, and is taken for English unless another is clearly nearer.
 */
public final class LanguageDetector {

    /** The code of English. */
    public static final String ENGLISH = "en";

    private static final String RESOURCE = "/langdetect-183.bin";

    /** Those of news, of the 183 that the detector knows, to their ISO 639-1 codes. */
    private static final Map<String, String> LANGUAGES = Map.ofEntries(
            Map.entry("deu", "de"),
            Map.entry("fra", "fr"),
            Map.entry("spa", "es"),
            Map.entry("por", "pt"),
            Map.entry("ita", "it"),
            Map.entry("nld", "nl"),
            Map.entry("swe", "sv"),
            Map.entry("dan", "da"),
            Map.entry("nob", "no"),
            Map.entry("fin", "fi"),
            Map.entry("pol", "pl"),
            Map.entry("ces", "cs"),
            Map.entry("hun", "hu"),
            Map.entry("ron", "ro"),
            Map.entry("rus", "ru"),
            Map.entry("ukr", "uk"),
            Map.entry("tur", "tr"),
            Map.entry("ell", "el"),
            Map.entry("heb", "he"),
            Map.entry("ara", "ar"),
            Map.entry("pes", "fa"),
            Map.entry("hin", "hi"),
            Map.entry("tha", "th"),
            Map.entry("vie", "vi"),
            Map.entry("ind", "id"),
            Map.entry("jpn", "ja"),
            Map.entry("kor", "ko"),
            Map.entry("cmn", "zh"));

    /** Common words of English that are none of its neighbours' ("in", "was", "of" and "for" are). */
    private static final Set<String> COMMONEST = Set.of(
            "the", "and", "that", "with", "from", "which", "were", "has", "been", "said", "will", "this", "than", "its",
            "their", "after", "would", "not", "but", "more", "it", "be", "to", "have", "year", "company");

    /** The detector is not said to be thread-safe, and takes long to make. */
    private static final ThreadLocal<LanguageDetectorME> DETECTORS =
            ThreadLocal.withInitial(() -> new LanguageDetectorME(Shipped.MODEL));

    private static final int LOOKED_AT = 600;
    private static final int FEWEST_LETTERS = 12;
    private static final int FEWEST_WORDS = 12;
    private static final double PLAINLY = 0.1;

    /** How much nearer than English another language must be. Of 2,501 English headlines two are mistaken then. */
    private static final double NEARER = 1.5;

    /** @return an ISO 639-1 code, or {@link Provenance#UNDETERMINED} */
    public String of(Article article) {
        String text = article.text();
        String start = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        return of(article.title() + '\n' + start);
    }

    /** @return an ISO 639-1 code, or {@link Provenance#UNDETERMINED} */
    String of(String text) {
        if (isPlainlyEnglish(text)) {
            return ENGLISH;
        }
        long letters = text.codePoints().filter(Character::isLetter).count();
        long others = text.codePoints()
                .filter(Character::isLetter)
                .filter(letter -> Character.UnicodeScript.of(letter) != Character.UnicodeScript.LATIN)
                .count();
        boolean isOfOtherScript = others > letters / 2;
        if (letters < FEWEST_LETTERS && !isOfOtherScript) {
            return Provenance.UNDETERMINED;
        }
        return nearest(text.toLowerCase(Locale.ROOT), isOfOtherScript ? 0 : NEARER);
    }

    private String nearest(String text, double nearer) {
        Language[] all = DETECTORS.get().predictLanguages(text);
        double english = 0;
        Language best = new Language("eng", 0);
        for (Language language : all) {
            if (language.getLang().equals("eng")) {
                english = language.getConfidence();
            } else if (LANGUAGES.containsKey(language.getLang()) && language.getConfidence() > best.getConfidence()) {
                best = language;
            }
        }
        return best.getConfidence() > nearer * english ? LANGUAGES.getOrDefault(best.getLang(), ENGLISH) : ENGLISH;
    }

    private static boolean isPlainlyEnglish(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+");
        long common = Arrays.stream(words).filter(COMMONEST::contains).count();
        return words.length >= FEWEST_WORDS && common >= PLAINLY * words.length;
    }

    /** Takes seconds to read, and is not needed while all articles are plainly English. */
    private static final class Shipped {

        static final LanguageDetectorModel MODEL = load();

        private static LanguageDetectorModel load() {
            try (InputStream in = LanguageDetector.class.getResourceAsStream(RESOURCE)) {
                return new LanguageDetectorModel(in);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + RESOURCE, e);
            }
        }
    }
}
