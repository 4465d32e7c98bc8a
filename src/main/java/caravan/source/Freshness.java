package caravan.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.DateUtils;

/** What a server says of time: how long an answer stays good, and when it wants to be asked again. */
public final class Freshness {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[\\s,])max-age\\s*=\\s*\"?(\\d{1,9})");
    private static final Pattern NOT_KEPT = Pattern.compile("(?:^|[\\s,])no-(?:cache|store)(?:$|[\\s,=])");

    private Freshness() {}

    /**
     * How long an answer need not be asked for again (RFC 9111); at most a day, empty when the server does not say.
     *
     * @param cacheControl the header; an answer that is not to be kept is good for nothing
     * @param expires counts where there is no max-age
     * @param age how long it has been in caches already
     */
    static Optional<Duration> goodFor(
            Optional<String> cacheControl,
            Optional<String> expires,
            Optional<String> age,
            Optional<String> date,
            Instant now) {
        String control = cacheControl.orElse("").toLowerCase(Locale.ROOT);
        if (NOT_KEPT.matcher(control).find()) {
            return Optional.empty();
        }
        Matcher maxAge = MAX_AGE.matcher(control);
        Optional<Duration> good = maxAge.find()
                ? Optional.of(
                        Duration.ofSeconds(Long.parseLong(maxAge.group(1))).minus(seconds(age)))
                // By the server's own clock, which may be wrong.
                : expires.map(DateUtils::parseStandardDate)
                        .map(end -> Duration.between(
                                date.map(DateUtils::parseStandardDate).orElse(now), end));
        return good.filter(span -> span.compareTo(Duration.ZERO) > 0).map(Freshness::shorter);
    }

    /** What a Retry-After header means: seconds or a date; at most a day, empty when it is neither or is past. */
    public static Optional<Instant> retryAfter(String header, Instant now) {
        Optional<Instant> when = SECONDS.matcher(header.strip()).matches()
                ? Optional.of(now.plusSeconds(Long.parseLong(header.strip())))
                : Optional.ofNullable(DateUtils.parseStandardDate(header));
        return when.filter(instant -> instant.isAfter(now))
                .map(instant -> now.plus(shorter(Duration.between(now, instant))));
    }

    private static Duration seconds(Optional<String> header) {
        return header.map(String::strip)
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
    }

    private static Duration shorter(Duration span) {
        return span.compareTo(LONGEST) < 0 ? span : LONGEST;
    }
}
