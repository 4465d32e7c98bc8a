package caravan.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files somebody puts into a folder, {@link Kind.Folder}.
 *
 * <p>A poll is 1. {@link #list}, which names the files that are complete, the oldest first; 2. {@link #read}, which gives
 * their articles and moves what cannot be read to {@code .failed}, with the reason beside it; 3. {@link #done}, which
 * moves the others to {@code .done} once their articles are safe. Between two steps a process may die: the file is read
 * again, and its articles are known. Thread-safe.
 */
final class DroppedFiles {

    private static final Logger LOG = LoggerFactory.getLogger(DroppedFiles.class);
    private static final Set<String> UNFINISHED = Set.of("tmp", "part", "partial", "crdownload", "swp", "filepart");
    private static final Pattern HTML = Pattern.compile(
            "^\\s*(?:<\\?xml[^>]*>\\s*)?(?:<!--.*?-->\\s*)*<(?:!doctype\\s+html|html|head|body)\\b", Pattern.DOTALL);
    private static final int MOST_FILES = 500;
    private static final long MOST_BYTES = 64L << 20;

    private final Clock clock;
    private final Feeds feeds;

    DroppedFiles(Clock clock, Feeds feeds) {
        this.clock = clock;
        this.feeds = feeds;
    }

    /**
     * The complete files of the folder, one path a line; it is made where it is missing.
     *
     * @throws UnavailableException that names the folder, when it cannot be read
     */
    Fetched list(Kind.Folder folder) {
        Instant before = clock.instant().minus(folder.settle());
        try {
            Files.createDirectories(folder.path());
            try (Stream<Path> entries = Files.list(folder.path())) {
                String listed = String.join(
                        "\n",
                        entries.filter(DroppedFiles::isMeant)
                                .filter(file -> !modified(file).isAfter(before))
                                .sorted(Comparator.comparing(DroppedFiles::modified)
                                        .thenComparing(Path::getFileName))
                                .limit(MOST_FILES)
                                .map(file -> file.getFileName().toString())
                                .toList());
                return fetched(folder.path().toUri(), listed.getBytes(UTF_8), listed.isEmpty());
            }
        } catch (IOException e) {
            throw new UnavailableException("The folder %s cannot be read: %s".formatted(folder.path(), e), e);
        }
    }

    /** The articles of the listed files; what cannot be read is out of the way afterwards. */
    ParsedFeed read(Source source, Kind.Folder folder, Fetched listing) {
        List<FeedItem> items = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        for (Path file : files(folder, listing)) {
            try {
                ParsedFeed read = read(source, file);
                items.addAll(read.items());
                read.rejected().forEach(reason -> rejected.add("%s: %s".formatted(file.getFileName(), reason)));
                if (read.items().isEmpty()) {
                    throw new UnprocessableException(
                            read.rejected().isEmpty() ? "it holds no article" : String.join("; ", read.rejected()));
                }
            } catch (NoSuchFileException gone) {
                LOG.debug("{} was taken away before it was read", file);
            } catch (IOException | UnprocessableException | IllegalArgumentException e) {
                rejected.add("%s: %s".formatted(file.getFileName(), e.getMessage()));
                failed(folder, file, e);
            }
        }
        return new ParsedFeed(items, rejected, "");
    }

    /** Moves the listed files away. */
    void done(Kind.Folder folder, Fetched listing) {
        for (Path file : files(folder, listing)) {
            try {
                move(file, folder.path().resolve(".done"));
            } catch (NoSuchFileException moved) {
                LOG.debug("{} is no longer there", file);
            } catch (IOException e) {
                throw new UnavailableException("%s cannot be moved to .done: %s".formatted(file, e), e);
            }
        }
    }

    private ParsedFeed read(Source source, Path file) throws IOException {
        long size = Files.size(file);
        long most = source.limits().maxBytes().orElse((int) MOST_BYTES);
        if (size > most) {
            throw new UnprocessableException("it is %d bytes long, where %d are accepted".formatted(size, most));
        }
        Fetched content = fetched(file.toUri(), Files.readAllBytes(file), false);
        String text = FeedText.decode(content.body(), Optional.empty()).strip();
        if (text.isEmpty()) {
            throw new UnprocessableException("it is empty");
        }
        if (HTML.matcher(text.substring(0, Math.min(text.length(), 4096)).toLowerCase(Locale.ROOT))
                .find()) {
            return only(page(source, file, text));
        }
        if (LenientJson.isMeant(text)) {
            return json(source, content, text);
        }
        return text.startsWith("<") ? feeds.parse(source.name(), content) : only(plain(source, file, text));
    }

    /** One article, several in an array or one a line, or a JSON Feed. */
    private ParsedFeed json(Source source, Fetched content, String text) {
        List<JsonNode> articles = new ArrayList<>();
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        Optional<String> problem = Optional.empty();
        if (lines.size() > 1
                && lines.stream()
                        .allMatch(line ->
                                line.strip().startsWith("{") && line.strip().endsWith("}"))) {
            lines.forEach(line -> articles.add(LenientJson.read(line).tree()));
        } else {
            LenientJson json = LenientJson.read(text);
            problem = json.problem();
            if (json.tree().has("items") || RedditPosts.isListing(json.tree())) {
                return feeds.parse(source.name(), content);
            }
            if (json.tree().isArray()) {
                json.tree().forEach(articles::add);
            } else {
                articles.add(json.tree());
            }
        }
        JsonItems items = new JsonItems(articles.size(), problem);
        articles.forEach(
                article -> items.read(article, node -> SubmittedArticle.read(node, source.name(), clock.instant())));
        return items.feed("");
    }

    private static FeedItem page(Source source, Path file, String html) {
        Document page = Jsoup.parse(html);
        Optional<URI> canonical = Stream.of(
                        page.select("link[rel=canonical]").attr("href"),
                        page.select("meta[property=og:url]").attr("content"))
                .filter(WebLink::isWeb)
                .findFirst()
                .flatMap(address -> WebLink.resolve(URI.create("https://localhost/"), address));
        return new FeedItem(
                source.name(),
                Optional.of("sha256:" + Identity.sha256(html)),
                canonical,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                raw(file),
                FeedItem.Brought.NOTHING.withPage(html));
    }

    /** The first line is the headline. */
    private static FeedItem plain(Source source, Path file, String text) {
        String[] parts = text.split("\\R", 2);
        String body = parts.length > 1 && !parts[1].isBlank() ? parts[1] : text;
        return new FeedItem(
                source.name(),
                Optional.of("sha256:" + Identity.sha256(text)),
                Optional.empty(),
                PlainTitle.ofText(parts[0]),
                Optional.empty(),
                Optional.of(XmlItems.html(body)),
                Optional.empty(),
                raw(file),
                FeedItem.Brought.NOTHING.asWhole());
    }

    private static String raw(Path file) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("file", file.getFileName().toString())
                .toString();
    }

    private static ParsedFeed only(FeedItem item) {
        return new ParsedFeed(List.of(item), List.of(), "");
    }

    private static void failed(Kind.Folder folder, Path file, Exception why) {
        Path failed = folder.path().resolve(".failed");
        try {
            Path moved = move(file, failed);
            Files.writeString(moved.resolveSibling(moved.getFileName() + ".reason.txt"), why.getMessage() + "\n");
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be moved to .failed: %s".formatted(file, e), e);
        }
    }

    /** Beside one of the same name that is there already, under a name with a number. */
    private static Path move(Path file, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int number = 0; ; number++) {
            Path target = folder.resolve(
                    number == 0 ? file.getFileName().toString() : "%s.%d".formatted(file.getFileName(), number));
            if (Files.exists(target)) {
                continue;
            }
            try {
                return Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException taken) {
                LOG.debug("{} was taken in the meantime", target);
            }
        }
    }

    private static List<Path> files(Kind.Folder folder, Fetched listing) {
        return new String(listing.body(), UTF_8)
                .lines()
                .filter(name -> !name.isEmpty())
                .map(folder.path()::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }

    private static boolean isMeant(Path file) {
        String name = file.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file)
                && !name.startsWith(".")
                && !name.endsWith("~")
                && name.indexOf('\n') < 0
                && !UNFINISHED.contains(extension);
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException gone) {
            return Instant.MAX;
        }
    }

    private Fetched fetched(URI url, byte[] body, boolean nothing) {
        return new Fetched(url, nothing, Optional.empty(), Optional.empty(), Optional.empty(), body, clock.instant());
    }
}
