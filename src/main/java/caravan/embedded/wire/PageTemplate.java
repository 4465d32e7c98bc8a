package caravan.embedded.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Entities;

/**
 * A page with blanks, from a resource below {@code wire/}: <code>{{name}}</code> is filled in as text,
 * <code>{{{name}}}</code> as markup, and <code>{{#name}}…{{/name}}</code> is repeated for every element of a list (a
 * part of Mustache). Thread-safe.
 */
final class PageTemplate {

    private static final Pattern LIST = Pattern.compile("\\{\\{#(\\w+)}}(.*?)\\{\\{/\\1}}", Pattern.DOTALL);
    private static final Pattern BLANK = Pattern.compile("\\{\\{\\{(\\w+)}}}|\\{\\{(\\w+)}}");

    private final String name;
    private final String page;

    private PageTemplate(String name, String page) {
        this.name = name;
        this.page = page;
    }

    /** @param name of the resource below {@code wire/} */
    static PageTemplate read(String name) {
        try (InputStream in = PageTemplate.class.getResourceAsStream("/wire/" + name)) {
            if (in == null) {
                throw new IllegalStateException("wire/%s is missing from the class path".formatted(name));
            }
            return new PageTemplate(name, new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("wire/%s cannot be read".formatted(name), e);
        }
    }

    /** @throws IllegalArgumentException when a blank has no value */
    String filled(Map<String, String> values, Map<String, List<Map<String, String>>> lists) {
        String flat = LIST.matcher(page).replaceAll(match -> {
            StringBuilder repeated = new StringBuilder();
            required(lists, match.group(1)).forEach(element -> repeated.append(filled(match.group(2), element)));
            return Matcher.quoteReplacement(repeated.toString());
        });
        return filled(flat, values);
    }

    private String filled(String text, Map<String, String> values) {
        return BLANK.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) != null
                                ? required(values, match.group(1))
                                : Entities.escape(required(values, match.group(2)))));
    }

    private <T> T required(Map<String, T> values, String blank) {
        T value = values.get(blank);
        if (value == null) {
            throw new IllegalArgumentException("wire/%s asks for %s".formatted(name, blank));
        }
        return value;
    }
}
