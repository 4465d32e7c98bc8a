package caravan.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.UnavailableException;
import caravan.parquet.RowSchema;
import caravan.parquet.TableOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The columns of the lake, in the order that its readers rely on; they stand in {@value #RESOURCE}. */
public final class SentimentSchema {

    /** On the class path. */
    public static final String RESOURCE = "lake/sentiment.schema";

    /** The published file of a day. */
    public static final String FILE_NAME = "sentiment.parquet";

    public static final String TIMESTAMP = "timestamp";
    public static final String TICKER = "ticker";
    public static final String ARTICLE_TITLE = "article_title";
    public static final String SENTIMENT = "sentiment";
    public static final String CONFIDENCE = "confidence";
    public static final String SOURCE = "source";
    public static final String SOURCE_URL = "source_url";
    public static final String MODEL = "model";
    public static final String ARTICLE_ID = "article_id";
    public static final String TEXT = "text";
    public static final String FETCHED = "fetch_timestamp_utc";
    public static final String PROCESSED = "processing_timestamp_utc";
    public static final String RAW_PAYLOAD = "raw_source_payload_json";

    /** What stands for the text of rows that came from before texts were kept. */
    public static final String TEXT_NOT_AVAILABLE = "[HISTORICAL DATA - TEXT NOT AVAILABLE]";

    private static final RowSchema ROWS = RowSchema.parse(
                    resource(), TIMESTAMP, List.of(ARTICLE_ID, TICKER, MODEL), PROCESSED, Set.of(TEXT, RAW_PAYLOAD))
            .withDefaults(new RowSchema.Defaults(Optional.of(FETCHED), Optional.of(ARTICLE_ID)));

    /** Below the directory of a year. */
    private static final int PUBLISHED_DEPTH = 3;

    private static final Pattern PUBLISHED =
            Pattern.compile("year=(\\d{4}).month=(0[1-9]|1[0-2]).day=(\\d{2})." + Pattern.quote(FILE_NAME));

    private SentimentSchema() {}

    public static RowSchema rows() {
        return ROWS;
    }

    /** How the lake is written unless configured otherwise. */
    public static TableOptions options() {
        return TableOptions.DEFAULT
                .withFileName(FILE_NAME)
                .withCompaction(new TableOptions.Compaction(
                        List.of(TICKER, TIMESTAMP), Set.of(TICKER, ARTICLE_ID), Duration.ofHours(1)));
    }

    /** The file of a day that outsiders read. */
    public static Path published(Path lake, LocalDate day) {
        return lake.resolve("year=%04d".formatted(day.getYear()))
                .resolve("month=%02d".formatted(day.getMonthValue()))
                .resolve("day=%02d".formatted(day.getDayOfMonth()))
                .resolve(FILE_NAME);
    }

    /**
     * The days that have a file for outsiders, in their order; none where there is no lake. Others may write meanwhile.
     *
     * @throws UnavailableException when the disk fails
     */
    public static NavigableSet<LocalDate> publishedDays(Path lake) {
        NavigableSet<LocalDate> days = new TreeSet<>();
        if (!Files.isDirectory(lake)) {
            return days;
        }
        try (DirectoryStream<Path> years = Files.newDirectoryStream(lake, "year=*")) {
            // Beside the years there are files that come and go, and a walk fails where one goes.
            for (Path year : years) {
                try (Stream<Path> files = Files.find(year, PUBLISHED_DEPTH, (path, file) -> file.isRegularFile())) {
                    files.map(path -> PUBLISHED.matcher(lake.relativize(path).toString()))
                            .filter(Matcher::matches)
                            .map(day -> LocalDate.of(
                                    Integer.parseInt(day.group(1)),
                                    Integer.parseInt(day.group(2)),
                                    Integer.parseInt(day.group(3))))
                            .forEach(days::add);
                }
            }
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            throw new UnavailableException("%s cannot be listed: %s".formatted(lake, e), e);
        }
        return days;
    }

    private static String resource() {
        try (InputStream in = SentimentSchema.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }
}
