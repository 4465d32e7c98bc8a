package caravan.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What must not be shown, be it in a log, on a page or in an error: the values it is made of, as they are and as a URL
 * spells them, and in any address whatever its name gives away as a key, a token or a password. Immutable.
 */
public final class Secrets {

    private static final String HIDDEN = "...";

    /** Words that give it away at the end of any name, and those that do only where they stand alone or with their like. */
    private static final String TELLING = "(?:[\\w.-]*(?:token|secret|password|passwd|apikey|signature|credentials?)"
            + "|(?:[\\w.-]*[._-])?(?:api|access|auth|app|client|subscription|session|license|user)?"
            + "(?:key|pwd|pass|auth|authorization|sig|cookie|session))";

    private static final Pattern TELLING_NAME = Pattern.compile(TELLING, Pattern.CASE_INSENSITIVE);
    private static final Pattern PARAMETER =
            Pattern.compile("([?&;]" + TELLING + "=)[^&;#\\s\"'<>)]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern USER = Pattern.compile("(//)[^/?#@\\s]*@");

    private final List<String> values;

    private Secrets(List<String> values) {
        this.values = List.copyOf(values);
    }

    /** @param values empty ones are no secrets */
    public static Secrets of(Collection<String> values) {
        return new Secrets(values.stream()
                .flatMap(value -> Stream.of(value, URLEncoder.encode(value, UTF_8), spaced(value)))
                .filter(value -> !value.isBlank())
                .distinct()
                // One may be part of another.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** Whether what goes by this name, such as a header, is a secret. */
    static boolean isTelling(String name) {
        return TELLING_NAME.matcher(name).matches();
    }

    /** {@code text} with dots where a secret was. */
    public String hide(String text) {
        String shown = text;
        for (String value : values) {
            shown = shown.replace(value, HIDDEN);
        }
        shown = USER.matcher(shown).replaceAll("$1");
        return PARAMETER.matcher(shown).replaceAll("$1" + HIDDEN);
    }

    private static String spaced(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }
}
