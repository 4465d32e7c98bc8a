package caravan.lake.migration.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.lake.migration.oracle.LegacyShape.ExtraForm;
import caravan.lake.migration.oracle.LegacyShape.IdForm;
import caravan.lake.migration.oracle.LegacyShape.ScoreForm;
import caravan.lake.migration.oracle.LegacyShape.TextForm;
import caravan.lake.migration.oracle.LegacyShape.TitleForm;
import caravan.lake.migration.oracle.LegacyShape.UrlForm;
import caravan.lake.migration.oracle.Truth.Outcome;
import caravan.lake.migration.oracle.Truth.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * A directory of per-ticker files as Caravan's predecessor left them, made of a seed: the same one gives the same bytes.
 * Beside it goes the truth, a folder of Parquet files that tell of every row what it must become. In bounded memory, on
 * all cores.
 */
public final class LegacyLake {

    /** Such that there is a year's end and a 29 February. */
    private static final LocalDate FROM = LocalDate.of(2023, 12, 28);

    private static final int DAYS = 70;
    private static final int PLAIN_DAYS = 60;
    private static final int TEXT_BYTES = 2_500;
    private static final int GENERATIONS = 30;
    private static final int COPY_EVERY = 4;
    private static final int DAMAGED_ROWS = 40;
    private static final int LARGE = 20_000;
    private static final CompressionCodecName[] CODECS = {
        CompressionCodecName.SNAPPY,
        CompressionCodecName.GZIP,
        CompressionCodecName.ZSTD,
        CompressionCodecName.UNCOMPRESSED
    };
    private static final int[] ROWS_IN_GROUP = {100_000, 7, 1_000};

    private final List<MadeFile> files;
    private final List<Copy> copies;
    private final boolean hasDamage;
    private final MadeRows rows;

    /**
     * A file that has some rows of another once more.
     *
     * @param every which rows; 0 for the original itself
     */
    private record Copy(String path, MadeFile of, int every) {

        FlatParquet.Packing packing() {
            return every == 0 ? of.shape().packing() : FlatParquet.Packing.DEFAULT;
        }

        FlatParquet.Packing truthPacking() {
            FlatParquet.Packing usual = FlatParquet.Packing.DEFAULT;
            return new FlatParquet.Packing(
                    usual.codec(), usual.rowsInGroup(), packing().version());
        }
    }

    /** @param rows in files that can be read */
    public record Written(Path directory, Path truth, long files, long rows) {}

    private LegacyLake(List<MadeFile> files, List<Copy> copies, boolean hasDamage, MadeRows rows) {
        this.files = List.copyOf(files);
        this.copies = List.copyOf(copies);
        this.hasDamage = hasDamage;
        this.rows = rows;
    }

    /** With everything that may be odd about such files; at least some hundred rows. */
    public static LegacyLake quirky(long seed, int rows) {
        return quirky(seed, rows, TEXT_BYTES);
    }

    public static LegacyLake quirky(long seed, int rows, int textBytes) {
        int ofGeneration = Math.max(1, rows * 3 / 10 / GENERATIONS);
        List<MadeFile> files = new ArrayList<>();
        for (int n = 0; n < GENERATIONS; n++) {
            boolean isMulti = n % 3 == 0;
            String ticker = isMulti ? null : MadeRows.TICKERS.get(n % MadeRows.TICKERS.size());
            String folder = n == 1 ? "archive/old files/" : "archive/gen%02d/".formatted(n);
            files.add(MadeFile.quirky(folder + name(ticker), n, generation(n), ticker, ofGeneration, n % 2 == 0));
        }
        int tickers = MadeRows.TICKERS.size();
        int rest = rows - ofGeneration * GENERATIONS;
        // An eighth of each of these once more makes as many rows as were asked for.
        int ofTicker = Math.max(1, rest * 8 / 9 / (tickers + 1));
        for (int i = 0; i <= tickers; i++) {
            String ticker = i == tickers ? null : MadeRows.TICKERS.get(i);
            LegacyShape shape = i % 2 == 0 ? LegacyShape.ORDINARY : LegacyShape.ORDINARY.with(TimeForm.TEXT_UTC);
            files.add(MadeFile.quirky(name(ticker), files.size(), shape, ticker, ofTicker, true));
        }
        files.add(MadeFile.plain("new_sentiment.parquet", files.size(), LegacyShape.ORDINARY, "NEW", 0));
        files.add(MadeFile.plain("archive/none_sentiment.parquet", files.size(), generation(2), "NONE", 0));
        List<Copy> copies = new ArrayList<>();
        for (int i = GENERATIONS; i < GENERATIONS + tickers; i += 2) {
            MadeFile file = files.get(i);
            copies.add(new Copy("merged/" + file.path(), file, COPY_EVERY));
        }
        copies.add(new Copy("archive/copies/" + name(files.get(12).ticker()), files.get(12), COPY_EVERY));
        copies.add(new Copy("archive/copies/" + name(files.get(7).ticker()), files.get(7), 1));
        return new LegacyLake(
                files, copies, true, new MadeRows(seed, new TextPool(seed, poolBytes(rows)), textBytes, FROM, DAYS));
    }

    /** Nothing odd: 20 files, half with a native timestamp and half with one as text, for measurements. */
    public static LegacyLake plain(long seed, int rows) {
        List<MadeFile> files = new ArrayList<>();
        int tickers = MadeRows.TICKERS.size();
        for (int i = 0; i < tickers; i++) {
            LegacyShape shape = i % 2 == 0 ? LegacyShape.ORDINARY : LegacyShape.ORDINARY.with(TimeForm.TEXT_UTC);
            String ticker = MadeRows.TICKERS.get(i);
            files.add(MadeFile.plain(name(ticker), i, shape, ticker, rows / tickers + (i < rows % tickers ? 1 : 0)));
        }
        return new LegacyLake(
                files,
                List.of(),
                false,
                new MadeRows(seed, new TextPool(seed, poolBytes(rows)), TEXT_BYTES, FROM, PLAIN_DAYS));
    }

    private static int poolBytes(int rows) {
        return rows < LARGE ? 4 << 20 : 32 << 20;
    }

    private static String name(String ticker) {
        return (ticker == null ? "multi_ticker" : ticker.toLowerCase(Locale.ROOT)) + "_sentiment.parquet";
    }

    /** Numbers that have no common divisor bring all kinds of columns together with each other. */
    private static LegacyShape generation(int n) {
        TimeForm time = nth(TimeForm.values(), n);
        return new LegacyShape(
                time == TimeForm.ABSENT && n > TimeForm.values().length ? TimeForm.MICROS_LOCAL : time,
                nth(TextForm.values(), n),
                nth(UrlForm.values(), n),
                nth(TitleForm.values(), n),
                nth(IdForm.values(), n),
                nth(ScoreForm.values(), n / 2),
                n % 9 != 8,
                n % 7 != 6,
                nth(ExtraForm.values(), n / 3),
                n % 10 == 9,
                n,
                new FlatParquet.Packing(
                        nth(CODECS, n / 2),
                        ROWS_IN_GROUP[n % ROWS_IN_GROUP.length],
                        n % 2 == 0 ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0));
    }

    private static <T> T nth(T[] all, int n) {
        return all[n % all.length];
    }

    List<MadeFile> files() {
        return files;
    }

    /** @param truth must not be within the directory */
    public Written write(Path directory, Path truth) throws IOException {
        Files.createDirectories(directory);
        Files.createDirectories(truth);
        ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            long total = 0;
            List<Copy> all = new ArrayList<>(copies);
            files.forEach(file -> all.add(new Copy(file.path(), file, 0)));
            for (WriterVersion version : List.of(WriterVersion.PARQUET_1_0, WriterVersion.PARQUET_2_0)) {
                // One after the other: Parquet's writers share what decides on the encoding, and the last one wins.
                List<Future<Integer>> written = new ArrayList<>();
                for (int i = 0; i < all.size(); i++) {
                    Copy file = all.get(i);
                    if (file.packing().version() == version) {
                        Path ownTruth = truth.resolve("%03d.parquet".formatted(i));
                        written.add(workers.submit(() -> write(directory, ownTruth, file)));
                    }
                }
                for (Future<Integer> one : written) {
                    total += one.get();
                }
            }
            if (hasDamage) {
                damage(directory, truth.resolve("damaged.parquet"));
            }
            return new Written(directory, truth, all.size(), total);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A legacy file could not be made in " + directory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("Interrupted while " + directory + " was made", e));
        } finally {
            workers.shutdownNow();
        }
    }

    /** Every row that must be in the lake, once. */
    void kept(Consumer<MadeRow> consumer) {
        for (MadeFile file : files) {
            for (int i = 0; i < file.rows(); i++) {
                MadeRow row = rows.row(file, i);
                if (row.outcome == Outcome.KEPT) {
                    consumer.accept(row);
                }
            }
        }
    }

    private int write(Path directory, Path truthFile, Copy copy) throws IOException {
        MadeFile file = copy.of();
        LegacyShape.Layout layout = file.shape().layout();
        Path target = directory.resolve(copy.path());
        Files.createDirectories(target.getParent());
        int written = 0;
        try (FlatParquet out = new FlatParquet(target, layout.schema(), copy.packing());
                Truth truth = new Truth(truthFile, copy.truthPacking())) {
            for (int i = 0; i < file.rows(); i += Math.max(1, copy.every())) {
                MadeRow row = rows.row(file, i);
                if (copy.every() > 0 && row.outcome == Outcome.KEPT) {
                    row.outcome = Outcome.DUPLICATE;
                    if (row.articleId != null && row.tickerWritten != null) {
                        row.tickerWritten = row.tickerWritten.toLowerCase(Locale.ROOT);
                    }
                }
                out.write(layout.values(row));
                truth.row(copy.path(), written++, row);
            }
        }
        return written;
    }

    private void damage(Path directory, Path truthFile) throws IOException {
        Path whole = Files.createTempFile("legacy", ".parquet");
        Files.delete(whole);
        MadeFile file = MadeFile.plain("", files.size() + 1, LegacyShape.ORDINARY, "GONE", DAMAGED_ROWS);
        LegacyShape.Layout layout = file.shape().layout();
        try (FlatParquet out =
                new FlatParquet(whole, layout.schema(), file.shape().packing())) {
            for (int i = 0; i < file.rows(); i++) {
                out.write(layout.values(rows.row(file, i)));
            }
        }
        long bytes = Files.size(whole);
        try (Truth truth = new Truth(truthFile, FlatParquet.Packing.DEFAULT)) {
            truncated(directory, whole, "cut_sentiment.parquet", bytes * 2 / 3, truth);
            truncated(directory, whole, "archive/end_sentiment.parquet", bytes - 1, truth);
            truncated(directory, whole, "archive/magic_sentiment.parquet", 4, truth);
            Path footless = Files.copy(whole, directory.resolve("archive/footer_sentiment.parquet"));
            try (RandomAccessFile out = new RandomAccessFile(footless.toFile(), "rw")) {
                out.seek(bytes - 200);
                out.write(new byte[150]);
            }
            truth.refused("archive/footer_sentiment.parquet", Reason.CORRUPT);
            Files.createFile(directory.resolve("empty_sentiment.parquet"));
            truth.refused("empty_sentiment.parquet", Reason.EMPTY);
            Files.write(
                    directory.resolve("csv_sentiment.parquet"),
                    "timestamp,ticker,sentiment\n2024-01-01T00:00:00Z,AAPL,0.5\n".getBytes(UTF_8));
            truth.refused("csv_sentiment.parquet", Reason.NOT_PARQUET);
        }
        Files.delete(whole);
        // No legacy file at all: nobody needs to hear of it.
        Files.writeString(directory.resolve("README.txt"), "Copied from the old server.\n");
    }

    private static void truncated(Path directory, Path whole, String path, long bytes, Truth truth) throws IOException {
        Path cut = Files.copy(whole, directory.resolve(path));
        try (RandomAccessFile out = new RandomAccessFile(cut.toFile(), "rw")) {
            out.setLength(bytes);
        }
        truth.refused(path, Reason.TRUNCATED);
    }
}
