package caravan.source;

import caravan.UnprocessableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/**
 * The index page of a filing: which documents it consists of. Immutable.
 *
 * @param documents those a person can read as text, the primary document first, each once
 */
public record EdgarIndex(List<Document> documents) {

    /** Filings with more exhibits than these are catalogues. */
    private static final int MOST_EXHIBITS = 10;

    private static final Pattern EXHIBIT = Pattern.compile("EX-99(?:\\..*)?");
    private static final Pattern VIEWER = Pattern.compile("^/ix\\?doc=");
    private static final Set<String> READABLE = Set.of("htm", "html", "txt", "xml");

    /**
     * One document of a filing.
     *
     * @param type the form type, or the number of the exhibit
     */
    public record Document(URI url, String type, String description) {

        public Document {
            Objects.requireNonNull(url, "url");
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(description, "description");
        }

        private boolean isPressRelease() {
            return EXHIBIT.matcher(type).matches();
        }
    }

    public EdgarIndex {
        documents = List.copyOf(documents);
    }

    /** @throws UnprocessableException that names the page, when it is not an index or lists nothing to read */
    public static EdgarIndex read(Fetched page) {
        List<Document> documents = new ArrayList<>();
        Elements rows = html(page)
                .select("table.tableFile[summary~=(?i)document], table.tableFile:first-of-type")
                .select("tr");
        for (Element row : rows) {
            document(row, page.url())
                    .filter(document ->
                            documents.stream().noneMatch(other -> other.url().equals(document.url())))
                    .ifPresent(documents::add);
        }
        if (documents.isEmpty()) {
            throw new UnprocessableException(
                    "%s lists no document of a filing that can be read as text".formatted(page.url()));
        }
        return new EdgarIndex(documents);
    }

    /** The primary document and, where they are wanted, the press-release exhibits. */
    public List<Document> worthReading(boolean exhibits) {
        List<Document> chosen = new ArrayList<>(documents.subList(0, 1));
        if (exhibits) {
            documents.stream()
                    .skip(1)
                    .filter(Document::isPressRelease)
                    .limit(MOST_EXHIBITS)
                    .forEach(chosen::add);
        }
        return chosen;
    }

    /** Sequence, description, document, type, size. */
    private static Optional<Document> document(Element row, URI page) {
        Elements cells = row.select("> td");
        Element link = row.selectFirst("td a[href]");
        if (cells.size() < 4 || link == null) {
            return Optional.empty();
        }
        // A complete submission, which holds everything as one text, has no number.
        if (!cells.get(0).text().strip().matches("\\d+")) {
            return Optional.empty();
        }
        String type = cells.get(3).text().strip();
        String address = VIEWER.matcher(link.attr("href")).replaceFirst("");
        return WebLink.resolve(page, address)
                .filter(url -> isReadable(url, type))
                .map(url -> new Document(url, type, cells.get(1).text().strip()));
    }

    private static boolean isReadable(URI url, String type) {
        String path = String.valueOf(url.getPath());
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        // The data of an ownership form is XML; the page made of it has its style sheet in the path.
        boolean data = extension.equals("xml") && !path.contains("/xsl");
        return READABLE.contains(extension) && !data && !type.equals("GRAPHIC");
    }

    private static Element html(Fetched page) {
        try {
            return Jsoup.parse(
                    new ByteArrayInputStream(page.body()), null, page.url().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("Bytes in memory are always readable", e);
        }
    }
}
