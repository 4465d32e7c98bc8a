package caravan.article;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One spelling for each article's address: lower-case scheme and host, no default port, no user info, no fragment, no
 * tracking parameters, dot segments resolved (RFC 3986 section 6.2.2). Everything else is kept, the order of the
 * remaining parameters too, since for some sites it matters.
 */
public final class CanonicalUrl {

    private static final Pattern TRACKING = Pattern.compile(
            "(?i)(utm_[^=]*|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_cid|mc_eid|cmpid|ncid|_ga|at_[a-z]+|ftag|guccounter"
                    + "|guce_[^=]*|ref_src|smid|partner|taid|siteid)(=.*)?");

    /** What RFC 3986 lets stand in a URI as it is; everything else is percent-encoded. */
    private static final Pattern ILLEGAL = Pattern.compile("%(?![0-9A-Fa-f]{2})|[^!#$%&'()*+,/:;=?@A-Za-z0-9._~-]");

    /** The start of an address whose host is an IPv6 literal, the one place where brackets may stand. */
    private static final Pattern IPV6_HOST = Pattern.compile("^[A-Za-z]+://(?:[^/?#@]*@)?\\[[0-9A-Fa-f:.]+]");

    private static final Set<String> WEB = Set.of("http", "https");

    private CanonicalUrl() {}

    /**
     * @param url an absolute http or https address, with or without the characters a URI must escape
     * @throws IllegalArgumentException when it is not one
     */
    public static URI of(String url) {
        URI uri = parse(url).normalize();
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        StringBuilder canonical =
                new StringBuilder(scheme).append("://").append(uri.getHost().toLowerCase(Locale.ROOT));
        if (uri.getPort() != -1 && uri.getPort() != (scheme.equals("http") ? 80 : 443)) {
            canonical.append(':').append(uri.getPort());
        }
        canonical.append(uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
        String query = withoutTracking(uri.getRawQuery());
        if (!query.isEmpty()) {
            canonical.append('?').append(query);
        }
        return URI.create(canonical.toString());
    }

    /**
     * An absolute http or https address as it stands, with illegal characters escaped.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static URI parse(String url) {
        try {
            URI uri = new URI(escaped(url.strip()));
            if (uri.getHost() == null
                    || uri.getScheme() == null
                    || !WEB.contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("Not an absolute http or https URL: " + url);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("Not an absolute http or https URL: " + url, e);
        }
    }

    private static String escaped(String url) {
        Matcher ipv6 = IPV6_HOST.matcher(url);
        int start = ipv6.find() ? ipv6.end() : 0;
        return url.substring(0, start)
                + ILLEGAL.matcher(url.substring(start)).replaceAll(illegal -> percent(illegal.group()));
    }

    private static String percent(String characters) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : characters.getBytes(UTF_8)) {
            encoded.append('%').append("%02X".formatted(b));
        }
        return encoded.toString();
    }

    private static String withoutTracking(String query) {
        if (query == null) {
            return "";
        }
        return Arrays.stream(query.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .filter(parameter -> !TRACKING.matcher(parameter).matches())
                .collect(Collectors.joining("&"));
    }
}
