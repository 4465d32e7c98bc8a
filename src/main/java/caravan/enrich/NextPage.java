package caravan.enrich;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The address at which an article goes on. Sites use the same relation and the same words for the next article, so only
 * an address is believed that is the page's own but for the number of the page.
 */
final class NextPage {

    private static final Pattern NUMBER = Pattern.compile(
            "(?:[/_-](?:page|p|seite|pagina)?[/_-]?|[?&](?:page|p|pg|pagenum|seite|pagina|start)=)(\\d{1,2})(?=$|[/&#]|\\.[a-z]{3,5}$)");

    private static final int MOST = 50;

    private NextPage() {}

    static Optional<URI> of(Document document, URI page) {
        int number = number(page.toString()).orElse(1);
        for (Element link : document.select("link[rel=next], a")) {
            if (number(link.attr("href")).filter(n -> n == number + 1).isEmpty()) {
                continue;
            }
            Optional<URI> next = address(link).filter(to -> follows(page, number, to));
            if (next.isPresent()) {
                return next;
            }
        }
        return Optional.empty();
    }

    private static Optional<URI> address(Element link) {
        String href = link.attr("abs:href");
        int fragment = href.indexOf('#');
        try {
            return Optional.of(new URI(fragment < 0 ? href : href.substring(0, fragment)));
        } catch (URISyntaxException unusable) {
            return Optional.empty();
        }
    }

    private static boolean follows(URI page, int number, URI to) {
        return Objects.equals(page.getHost(), to.getHost())
                && to.getHost() != null
                && number < MOST
                && number(to.toString()).filter(n -> n == number + 1).isPresent()
                && withoutNumber(to.toString(), true).equals(withoutNumber(page.toString(), number > 1));
    }

    private static Optional<Integer> number(String address) {
        Matcher matcher = NUMBER.matcher(address);
        Optional<Integer> number = Optional.empty();
        while (matcher.find()) {
            number = Optional.of(Integer.valueOf(matcher.group(1)));
        }
        return number;
    }

    /** The address without scheme, ending and, where it has one, its last number. */
    private static String withoutNumber(String address, boolean numbered) {
        String plain = address;
        if (numbered) {
            Matcher matcher = NUMBER.matcher(address);
            while (matcher.find()) {
                plain = address.substring(0, matcher.start()) + address.substring(matcher.end());
            }
        }
        return plain.replaceFirst("^https?://", "")
                .replaceFirst("\\.[a-z]{3,5}(?=$|\\?)", "")
                .replaceFirst("[?&]$", "")
                .replaceFirst("/(?=$|\\?)", "");
    }
}
