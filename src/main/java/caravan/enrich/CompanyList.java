package caravan.enrich;

import caravan.UnprocessableException;
import caravan.config.ConfigurationException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SEC's list of companies as a file in the data folder, in place of the one that comes with Caravan.
 *
 * <p>It is written whole or not at all: what was downloaded is checked entry by entry, and the old file stays until the
 * new one is on disk.
 *
 * @param rows as {@code companies.csv} has them, the largest company first
 */
public record CompanyList(List<Row> rows) {

    /** Its name in the data folder. */
    public static final String FILE = "companies.csv";

    /** A list with fewer is not the SEC's, whatever else it is. */
    static final int LEAST = 1_000;

    private static final Pattern TICKER = Pattern.compile("[A-Z0-9][A-Z0-9.-]{0,11}");
    private static final String REFRESHED = "# Refreshed ";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> COLUMNS = List.of("ticker", "cik", "name", "short", "other_classes");

    /**
     * One company.
     *
     * @param shortName what people call it; empty when that is not known
     * @param otherClasses of its shares
     */
    record Row(String ticker, long cik, String name, String shortName, List<String> otherClasses) {
        Row {
            otherClasses = List.copyOf(otherClasses);
        }
    }

    private record Entry(long cik, String ticker, String name) {}

    public CompanyList {
        rows = List.copyOf(rows);
    }

    /**
     * Reads {@code company_tickers.json} or {@code company_tickers_exchange.json}.
     *
     * @param from names the list in what goes wrong
     * @param known its short names are kept
     * @throws UnprocessableException that names the entry when it is not such a list, or only a part of one
     */
    public static CompanyList of(byte[] json, String from, Companies known) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UnprocessableException("%s is not JSON: %s".formatted(from, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(from + " cannot be read", e);
        }
        Map<Long, List<Entry>> companies = new LinkedHashMap<>();
        for (Entry entry : tree.has("fields") ? table(tree, from) : objects(tree, from)) {
            companies.computeIfAbsent(entry.cik(), cik -> new ArrayList<>()).add(entry);
        }
        if (companies.size() < Math.max(LEAST, known.size() / 2)) {
            throw new UnprocessableException("%s has %d companies, and %d are known; it is not taken in their place"
                    .formatted(from, companies.size(), known.size()));
        }
        return new CompanyList(
                companies.values().stream().map(entries -> row(entries, known)).toList());
    }

    private static Row row(List<Entry> classes, Companies known) {
        Entry main = classes.get(0);
        String stem = stem(main.ticker());
        return new Row(
                main.ticker(),
                main.cik(),
                main.name(),
                known.shortName(main.ticker()).orElse(""),
                classes.stream()
                        .skip(1)
                        .map(Entry::ticker)
                        .distinct()
                        // A bank's notes are listed under tickers of their own, and are not its shares.
                        .filter(ticker ->
                                !ticker.equals(main.ticker()) && (ticker.startsWith(stem) || ticker.contains("-")))
                        .toList());
    }

    private static String stem(String ticker) {
        int hyphen = ticker.indexOf('-');
        String letters = hyphen > 0 ? ticker.substring(0, hyphen) : ticker;
        return letters.length() > 3 ? letters.substring(0, letters.length() - 1) : letters;
    }

    private static List<Entry> objects(JsonNode tree, String from) {
        List<Entry> entries = new ArrayList<>();
        tree.properties()
                .forEach(field -> entries.add(entry(
                        field.getValue().path("cik_str"),
                        field.getValue().path("ticker"),
                        field.getValue().path("title"),
                        "%s, entry %s".formatted(from, field.getKey()))));
        return entries;
    }

    private static List<Entry> table(JsonNode tree, String from) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        tree.get("fields").forEach(name -> columns.put(name.asText(), columns.size()));
        for (String column : List.of("cik", "ticker", "name")) {
            if (!columns.containsKey(column)) {
                throw new UnprocessableException("%s has no column '%s'".formatted(from, column));
            }
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode row : tree.path("data")) {
            entries.add(entry(
                    row.path(columns.get("cik")),
                    row.path(columns.get("ticker")),
                    row.path(columns.get("name")),
                    "%s, entry %d".formatted(from, entries.size())));
        }
        return entries;
    }

    private static Entry entry(JsonNode cik, JsonNode ticker, JsonNode name, String where) {
        if (!cik.isIntegralNumber()
                || cik.asLong() <= 0
                || !TICKER.matcher(ticker.asText()).matches()
                || name.asText().isBlank()) {
            throw new UnprocessableException("%s: cik %s, ticker %s, name %s; expected a number, a ticker and a name"
                    .formatted(where, cik, ticker, name));
        }
        return new Entry(cik.asLong(), ticker.asText(), name.asText().strip());
    }

    /** Puts it in the place of the file, in one step. */
    public void write(Path file, Instant now) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            byte[] bytes = (REFRESHED + now + " from the SEC's list; 'caravan tickers refresh' makes it anew.\n"
                            + csv())
                    .getBytes(StandardCharsets.UTF_8);
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }

    private String csv() throws IOException {
        CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true);
        COLUMNS.forEach(schema::addColumn);
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Row row : rows) {
            lines.add(Map.of(
                    "ticker",
                    row.ticker(),
                    "cik",
                    row.cik(),
                    "name",
                    row.name(),
                    "short",
                    row.shortName(),
                    "other_classes",
                    String.join(" ", row.otherClasses())));
        }
        return new CsvMapper().writer(schema.build()).writeValueAsString(lines);
    }

    /** When the file was refreshed; empty when there is none. */
    public static Optional<Instant> refreshed(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String first = Objects.requireNonNullElse(lines.readLine(), "");
            return Optional.of(
                    first.startsWith(REFRESHED)
                            ? Instant.parse(first.substring(REFRESHED.length()).split(" ", 2)[0])
                            : Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read".formatted(file), e);
        }
    }

    /** @throws ConfigurationException when it is no such file */
    static List<Map<String, String>> rows(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<Map<String, String>> rows = Resource.rows(in);
            if (rows.size() < LEAST || !rows.get(0).keySet().containsAll(COLUMNS)) {
                throw new ConfigurationException(
                        "%s is not a list of companies; make it anew with 'caravan tickers refresh', or remove it"
                                .formatted(file));
            }
            return rows;
        } catch (IOException e) {
            throw new ConfigurationException(
                    "%s cannot be read: %s; make it anew with 'caravan tickers refresh', or remove it"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }
}
