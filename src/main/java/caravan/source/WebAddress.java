package caravan.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.core5.http.HttpHost;

/** Which addresses are fit to be asked for, as far as they can be judged without looking the host up. */
final class WebAddress {

    private static final Set<String> WEB = Set.of("http", "https");

    private WebAddress() {}

    /**
     * {@code url} where it is one to connect to, without its fragment.
     *
     * @param first that led to it
     * @throws RefusedAddressException when it is not: no http, a user name, an impossible port
     */
    static URI of(URI url, URI first) {
        String scheme = Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
        String whence = url.equals(first) ? "" : " (redirected from %s)".formatted(first);
        if (!WEB.contains(scheme) || url.getHost() == null) {
            throw new RefusedAddressException("%s is not an absolute http or https URL%s".formatted(url, whence));
        }
        if (url.getRawUserInfo() != null) {
            throw new RefusedAddressException(
                    "A URL with a user name in it is refused, on host %s%s".formatted(url.getHost(), whence));
        }
        if (url.getPort() == 0 || url.getPort() > 65535) {
            throw new RefusedAddressException("%s has no possible port%s".formatted(url, whence));
        }
        try {
            return new URI(scheme + url.toString().substring(scheme.length()).replaceFirst("#.*$", ""));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("A URL without its fragment is a URL: " + url, e);
        }
    }

    /**
     * Where a redirect from {@code from} leads.
     *
     * @throws BadRedirectException when it leads nowhere on the web, or from https back to http
     */
    static URI redirected(URI from, Optional<String> location, URI first) {
        String target = location.filter(text -> !text.isBlank())
                .orElseThrow(() -> new BadRedirectException("%s redirects without saying where to".formatted(from)));
        URI resolved = WebLink.resolve(from, unescaped(target))
                .orElseThrow(() -> new BadRedirectException(
                        "%s redirects to what is not a web address: %s".formatted(from, target)));
        URI url = of(resolved, first);
        if (from.getScheme().equals("https") && url.getScheme().equals("http")) {
            throw new BadRedirectException(
                    "%s redirects from https to http, where anybody can listen and answer: %s".formatted(from, url));
        }
        return url;
    }

    /** Headers are read byte by byte; what is UTF-8 in them was meant as such (RFC 9110, section 10.2.2, forbids it). */
    private static String unescaped(String location) {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(location.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return location;
        }
    }

    static HttpHost host(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        int port = url.getPort() != -1 ? url.getPort() : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return new HttpHost(
                url.getScheme().toLowerCase(Locale.ROOT),
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port);
    }
}
