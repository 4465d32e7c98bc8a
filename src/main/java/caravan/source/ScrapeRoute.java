package caravan.source;

import java.util.Map;

/** How the route of a source is made of the template {@value #TEMPLATE}. */
public final class ScrapeRoute {

    public static final String TEMPLATE = "scrape";

    static final String PREFIX = "scrape-";

    /** How the addresses of the routes' schedules begin. */
    static final String ENDPOINT = "quartz://scrape";

    private ScrapeRoute() {}

    /** The id of a source's route. */
    public static String id(String source) {
        return PREFIX + source;
    }

    /** What the template is filled with: {@code source}, {@code cron}, {@code zone}; and {@code address}, without secrets. */
    public static Map<String, String> parameters(Source source, Sources sources) {
        return Map.of(
                "source", source.name(),
                "cron", source.cron(),
                "zone", source.zone().getId(),
                "address", sources.hide(source.url().toString()));
    }
}
