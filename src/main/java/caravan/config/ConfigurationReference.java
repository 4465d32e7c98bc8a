package caravan.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes the reference page of the settings from {@code application.properties}: {@code ## } begins a section, {@code # }
 * lines belong to the settings below them up to the next blank line or comment.
 */
public final class ConfigurationReference {

    private static final String SECTION = "## ";
    private static final String COMMENT = "# ";

    private ConfigurationReference() {}

    /**
     * @param properties the text of the file
     * @return a page of Markdown, one table a section
     */
    public static String markdown(String properties) {
        StringBuilder page = new StringBuilder("# Settings\n\n");
        List<String> comment = new ArrayList<>();
        boolean inSection = false;
        boolean fresh = true;
        for (String line : properties.split("\n", -1)) {
            if (line.startsWith(SECTION)) {
                page.append(inSection ? "\n" : String.join(" ", comment) + (comment.isEmpty() ? "" : "\n\n"));
                page.append("## ").append(line.substring(SECTION.length())).append("\n\n");
                page.append("| setting | default | what it does |\n| --- | --- | --- |\n");
                inSection = true;
                comment.clear();
            } else if (line.startsWith(COMMENT)) {
                if (fresh) {
                    comment.clear();
                    fresh = false;
                }
                comment.add(line.substring(COMMENT.length()));
            } else if (line.indexOf('=') > 0) {
                page.append(row(line, String.join(" ", comment)));
                fresh = true;
            } else if (inSection) {
                comment.clear();
                fresh = true;
            }
        }
        return page.toString();
    }

    private static String row(String line, String comment) {
        String key = line.substring(0, line.indexOf('='));
        String value = line.substring(line.indexOf('=') + 1);
        return "| `%s` | %s | %s |%n"
                .formatted(key, value.isEmpty() ? "" : '`' + value.replace("|", "\\|") + '`', comment)
                .replace(System.lineSeparator(), "\n");
    }
}
