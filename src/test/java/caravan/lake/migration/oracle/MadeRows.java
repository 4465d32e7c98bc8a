package caravan.lake.migration.oracle;

import caravan.lake.migration.oracle.LegacyShape.ExtraForm;
import caravan.lake.migration.oracle.LegacyShape.IdForm;
import caravan.lake.migration.oracle.LegacyShape.ScoreForm;
import caravan.lake.migration.oracle.LegacyShape.TextForm;
import caravan.lake.migration.oracle.LegacyShape.TitleForm;
import caravan.lake.migration.oracle.LegacyShape.UrlForm;
import caravan.lake.migration.oracle.Truth.Outcome;
import caravan.lake.migration.oracle.Truth.Reason;
import caravan.lake.migration.oracle.Truth.Repair;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes the rows of a file, any of them at any time, from the seed, the file's number and their own. Immutable. */
final class MadeRows {

    static final List<String> TICKERS = List.of(
            "AAPL", "MSFT", "TSLA", "AMZN", "GOOGL", "META", "NVDA", "JPM", "BRK.B", "XOM", "V", "PG", "KO", "DIS",
            "NFLX", "INTC", "BA", "GE", "IBM", "T");

    private static final int SERIALS_OF_FILE = 10_000_000;
    private static final int HUGE = 200 << 10;
    private static final int PREVIEW = 100;
    private static final int SHORT_TEXT = 60;
    private static final long MICROS_OF_DAY = 86_400_000_000L;
    private static final String[] SOURCES = {"Reuters", "marketwatch", "reddit", "SEC EDGAR", "Börsen-Zeitung"};
    private static final String[] MODELS = {"finbert", "finbert-v2", "vader"};
    private static final String[] UNREADABLE = {
        "yesterday",
        "2023-02-29T10:00:00Z",
        "2024-13-01T00:00:00Z",
        "NaT",
        "0000-00-00 00:00:00",
        "12:30:00",
        "31/12/2023"
    };

    private final long seed;
    private final TextPool pool;
    private final int textBytes;
    private final LocalDate from;
    private final int days;

    /** @param textBytes how long a text is on average, 400 at least */
    MadeRows(long seed, TextPool pool, int textBytes, LocalDate from, int days) {
        this.seed = seed;
        this.pool = pool;
        this.textBytes = textBytes;
        this.from = from;
        this.days = days;
    }

    MadeRow row(MadeFile file, int number) {
        Quirk own = file.quirk(number);
        Quirk before = number == 0 ? null : file.quirk(number - 1);
        if (before != null && before.isPair()) {
            return second(make(file, number - 1, before), file);
        }
        return make(file, number, own);
    }

    private MadeRow make(MadeFile file, int number, Quirk quirk) {
        long serial = (long) file.rowsOf() * SERIALS_OF_FILE + number;
        SplittableRandom random = new SplittableRandom(mixed(seed ^ mixed(serial)));
        LegacyShape shape = file.shape();
        MadeRow row = new MadeRow(serial << 1, serial);
        row.quirk = quirk;
        row.index = number;
        time(row, file, number, random);
        row.tickerOfFile = shape.hasTicker() ? null : file.ticker();
        row.ticker = file.ticker() == null ? TICKERS.get(random.nextInt(TICKERS.size())) : file.ticker();
        row.title = row.ticker + " " + pool.exactly(random, SHORT_TEXT) + " [" + serial + "]";
        row.sentiment = rounded(random.nextDouble() * 2 - 1);
        row.confidence = rounded(random.nextDouble());
        row.source = SOURCES[random.nextInt(SOURCES.length)];
        row.model = MODELS[random.nextInt(MODELS.length)];
        row.url = "https://news.example.com/" + row.source.charAt(0) + "/" + Long.toHexString(random.nextLong())
                + "?id=" + serial;
        id(row, shape, random);
        row.text = pool.cut(random, textBytes);
        if (quirk != null) {
            truth(row, quirk, random);
        }
        write(row, shape, random);
        if (quirk != null) {
            mar(row, quirk, shape, number);
        }
        if (shape.time() == TimeForm.ABSENT) {
            row.refuse(Reason.NO_TIMESTAMP_COLUMN);
        }
        return row;
    }

    /** Seeds that follow each other would give the same numbers, one place further on. */
    private static long mixed(long number) {
        long mixed = (number ^ (number >>> 33)) * 0xff51_afd7_ed55_8ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ce_b9fe_1a85_ec53L;
        return mixed ^ (mixed >>> 33);
    }

    private void time(MadeRow row, MadeFile file, int number, SplittableRandom random) {
        long start = from.toEpochDay() * MICROS_OF_DAY;
        double part = file.isInOrder() ? (number + random.nextDouble()) / file.rows() : random.nextDouble();
        long micros = start + (long) (part * days * MICROS_OF_DAY);
        if (row.quirk != null) {
            micros = switch (row.quirk) {
                case LAST_MICROSECOND -> Math.floorDiv(micros, MICROS_OF_DAY) * MICROS_OF_DAY + MICROS_OF_DAY - 1;
                case YEARS_END -> at(LocalDate.of(2023, 12, 31), random);
                case NEW_YEAR -> at(LocalDate.of(2024, 1, 1), random);
                case LEAP_DAY -> at(LocalDate.of(2024, 2, 29), random);
                default -> micros;
            };
        }
        row.stamp = file.shape().time().stamp(micros, number, random);
    }

    /** At the day's very start, its very end, or anywhere. */
    private static long at(LocalDate day, SplittableRandom random) {
        long start = day.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000;
        return start
                + switch (random.nextInt(3)) {
                    case 0 -> 0;
                    case 1 -> MICROS_OF_DAY - 1;
                    default -> random.nextLong(MICROS_OF_DAY);
                };
    }

    private static void id(MadeRow row, LegacyShape shape, SplittableRandom random) {
        UUID uuid = new UUID(random.nextLong(), random.nextLong());
        if (shape.id() == IdForm.ABSENT || (row.quirk != null && row.quirk.hasNoId())) {
            row.articleId = null;
        } else if (shape.id() == IdForm.TEXT) {
            row.articleId = uuid.toString();
        } else {
            row.articleId = Long.toString(row.serial);
        }
    }

    /** What is odd and still true. */
    private void truth(MadeRow row, Quirk quirk, SplittableRandom random) {
        switch (quirk) {
            case NULL_TICKER, BLANK_TICKER -> row.ticker = null;
            case NULL_SENTIMENT -> row.sentiment = null;
            case NULL_CONFIDENCE -> row.confidence = null;
            case NULL_SOURCE -> row.source = null;
            case NULL_MODEL -> row.model = null;
            case NULL_URL -> row.url = "";
            case NULL_TITLE -> row.title = null;
            case TEXT_NULL, TEXT_EMPTY -> row.text = null;
            case NEWLINES -> row.text = Text.of("One line.\nAnother.\r\n\r\n\tIndented. " + row.text + "\n");
            case UNICODE ->
                row.text = Text.of(
                        "Müller & Söhne: Zürich 東京 Ελλάδα Ångström e\u0301 \u00a0\u2028 ﬁn ".repeat(7) + row.text);
            case EMOJI -> row.text = Text.of("📈🚀👩‍💻🇨🇭🏴‍☠️ up ".repeat(20) + row.text);
            case RIGHT_TO_LEFT ->
                row.text = Text.of("ארבעה אחוזים \u202eשלום\u202c ارتفعت الأسهم اليوم ".repeat(9) + row.text);
            case HUGE_TEXT -> row.text = pool.exactly(random, HUGE);
            default -> {}
        }
    }

    /** As the file's generation keeps it. */
    private void write(MadeRow row, LegacyShape shape, SplittableRandom random) {
        row.tickerWritten = row.ticker;
        if (!shape.hasTicker()) {
            row.ticker = null;
        }
        if (row.ticker == null) {
            row.repairs.add(Repair.MISSING_TICKER);
        }
        titles(row, shape, random);
        row.sentiment = score(row.sentiment, shape.scores());
        row.sentimentWritten = written(row.sentiment, shape.scores());
        row.confidence = shape.hasConfidence() ? score(row.confidence, shape.scores()) : null;
        row.confidenceWritten = written(row.confidence, shape.scores());
        urls(row, shape, random);
        if (row.articleId == null) {
            row.repairs.add(Repair.MADE_ID);
        } else {
            row.idWritten = switch (shape.id()) {
                case TEXT -> row.articleId;
                case INT64 -> row.serial;
                case INT32 -> (int) row.serial;
                case ABSENT -> null;
            };
        }
        texts(row, shape, random);
        extras(row, shape, random);
    }

    private static void titles(MadeRow row, LegacyShape shape, SplittableRandom random) {
        row.titleWritten = row.title;
        row.otherTitleWritten = row.title;
        if (shape.title() == TitleForm.BOTH && row.title != null) {
            switch (random.nextInt(3)) {
                case 0 -> row.titleWritten = null;
                case 1 -> row.titleWritten = "";
                default -> row.otherTitleWritten = "Another headline, longer than the first " + row.title;
            }
        }
    }

    private static void urls(MadeRow row, LegacyShape shape, SplittableRandom random) {
        if (shape.url() == UrlForm.NONE) {
            row.url = "";
        } else if (row.url.isEmpty()) {
            row.urlsWritten[1] = "";
        } else if (shape.url() == UrlForm.ALL) {
            int first = random.nextInt(3);
            for (int i = 0; i < 3; i++) {
                row.urlsWritten[i] =
                        i < first ? (random.nextBoolean() ? "" : null) : row.url + (i > first ? "#other" : "");
            }
        } else {
            Arrays.fill(row.urlsWritten, row.url);
        }
    }

    private void texts(MadeRow row, LegacyShape shape, SplittableRandom random) {
        boolean isMissing = row.text == null || shape.text() == TextForm.NONE;
        if (isMissing) {
            row.text = MadeRow.NO_TEXT;
            row.repairs.add(Repair.MISSING_TEXT);
            if (row.quirk == Quirk.TEXT_EMPTY) {
                Arrays.fill(row.textsWritten, Text.of(""));
            }
            return;
        }
        switch (shape.text()) {
            case PREVIEW_AND_CONTENT -> {
                row.textsWritten[0] = preview(row.text);
                row.textsWritten[1] = row.text;
            }
            case EMPTY_AND_CONTENT -> {
                row.textsWritten[0] = random.nextInt(4) == 0 ? null : Text.of("");
                row.textsWritten[1] = row.text;
            }
            case ALL -> {
                int longest = random.nextInt(4);
                for (int i = 0; i < 4; i++) {
                    row.textsWritten[i] = i == longest
                            ? row.text
                            : random.nextBoolean() ? preview(row.text) : pool.exactly(random, i);
                }
            }
            default -> Arrays.fill(row.textsWritten, row.text);
        }
    }

    private static Text preview(Text text) {
        String start = new Text(text.bytes(), text.offset(), Math.min(text.length(), PREVIEW * 8)).toString();
        return Text.of(start.substring(0, start.offsetByCodePoints(0, PREVIEW)) + "...");
    }

    private void extras(MadeRow row, LegacyShape shape, SplittableRandom random) {
        if (shape.extra() == ExtraForm.NONE || shape.extra() == ExtraForm.INDEX) {
            return;
        }
        row.extras.put("sector", random.nextBoolean() ? "Tech \"& more\"" : "Énergie");
        row.extras.put("volume", random.nextLong());
        row.extras.put("price", rounded(random.nextDouble() * 500));
        row.extras.put("breaking", random.nextBoolean());
        row.payload.put("sector", (String) row.extras.get("sector"));
        row.payload.put("volume", (Long) row.extras.get("volume"));
        row.payload.put("price", (Double) row.extras.get("price"));
        row.payload.put("breaking", (Boolean) row.extras.get("breaking"));
        if (shape.extra() == ExtraForm.ALL) {
            List<String> tags = Stream.of("earnings", "m&a", "börse")
                    .limit(1 + random.nextInt(3))
                    .toList();
            row.extras.put("tags", tags);
            ArrayNode list = row.payload.putArray("tags");
            tags.forEach(list::add);
            row.payload.putNull("listed");
        }
        row.repairs.add(Repair.EXTRA_COLUMNS);
    }

    /** What only the file has wrong. */
    private void mar(MadeRow row, Quirk quirk, LegacyShape shape, int number) {
        switch (quirk) {
            case LOWER_CASE_TICKER -> row.tickerWritten = row.tickerWritten.toLowerCase(Locale.ROOT);
            case PADDED_TICKER -> row.tickerWritten = "  " + row.tickerWritten.toLowerCase(Locale.ROOT) + "\t ";
            case BLANK_TICKER -> row.tickerWritten = number % 2 == 0 ? "" : "   ";
            case NAN_SENTIMENT -> sentiment(row, special(Double.NaN, shape.scores()), "NaN");
            case INFINITE_SENTIMENT ->
                sentiment(
                        row,
                        special(number % 2 == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY, shape.scores()),
                        number % 2 == 0 ? "Infinity" : "-Infinity");
            case SENTIMENT_OUT_OF_RANGE -> {
                sentiment(row, written(number % 2 == 0 ? 7.0 : -2.0, shape.scores()), null);
                row.payload.put("sentiment", number % 2 == 0 ? 7.0 : -2.0);
            }
            case SENTIMENT_IS_A_WORD -> sentiment(row, "positive", "positive");
            case SENTIMENT_IS_EMPTY -> {
                row.sentiment = null;
                row.sentimentWritten = "";
            }
            case NAN_CONFIDENCE -> confidence(row, special(Double.NaN, shape.scores()), "NaN");
            case CONFIDENCE_OUT_OF_RANGE -> {
                confidence(row, written(number % 2 == 0 ? 98.0 : -1.0, shape.scores()), null);
                row.payload.put("confidence", number % 2 == 0 ? 98.0 : -1.0);
            }
            case NUL_IN_TEXT -> {
                row.repairs.add(Repair.NUL_REMOVED);
                for (int i = 0; i < row.textsWritten.length; i++) {
                    if (Objects.equals(row.textsWritten[i], row.text)) {
                        row.textsWritten[i] = Text.of("\0" + row.text.toString().replace(". ", ".\0 ") + "\0");
                    }
                }
            }
            case NUL_IN_TITLE -> {
                row.repairs.add(Repair.NUL_REMOVED);
                row.titleWritten = row.titleWritten == null ? null : row.titleWritten.replace(" ", "\0 ");
                row.otherTitleWritten = row.otherTitleWritten.replace(" ", "\0 ");
            }
            case TIMESTAMP_NULL -> stamp(row, null, Reason.MISSING_TIMESTAMP);
            case TIMESTAMP_EMPTY -> stamp(row, "", Reason.MISSING_TIMESTAMP);
            case TIMESTAMP_BLANK -> stamp(row, "  ", Reason.MISSING_TIMESTAMP);
            case TIMESTAMP_UNREADABLE ->
                stamp(row, UNREADABLE[number % UNREADABLE.length], Reason.UNREADABLE_TIMESTAMP);
            case ID_EMPTY -> row.idWritten = "";
            default -> {}
        }
    }

    private static void sentiment(MadeRow row, Object written, String original) {
        row.sentiment = null;
        row.sentimentWritten = written;
        row.repairs.add(Repair.INVALID_SCORE);
        row.payload.put("sentiment", original);
    }

    private static void confidence(MadeRow row, Object written, String original) {
        row.confidence = null;
        row.confidenceWritten = written;
        row.repairs.add(Repair.INVALID_SCORE);
        row.payload.put("confidence", original);
    }

    private static void stamp(MadeRow row, Object written, Reason reason) {
        row.stamp = new Stamp(written, row.stamp.micros(), row.stamp.isZoneless());
        row.refuse(reason);
    }

    /** The other one of a pair, made of the first once more. */
    private MadeRow second(MadeRow first, MadeFile file) {
        LegacyShape shape = file.shape();
        boolean isSame = first.quirk == Quirk.SAME_ROW_TWICE || first.quirk == Quirk.SAME_ROW_TWICE_WITHOUT_ID;
        MadeRow row = first.again(isSame ? first.identity : first.identity + 1);
        switch (first.quirk) {
            case SAME_ROW_TWICE, SAME_ROW_TWICE_WITHOUT_ID -> {
                if (row.outcome == Outcome.KEPT) {
                    row.outcome = Outcome.DUPLICATE;
                }
            }
            case TWO_MODELS, TWINS_BY_MODEL -> row.model = row.model + "-large";
            case TWO_TICKERS, TWINS_BY_TICKER -> {
                row.ticker = row.ticker + "X";
                row.tickerWritten = row.ticker;
            }
            case TWINS_BY_SOURCE -> row.source = row.source + " (syndicated)";
            case TWINS_BY_SENTIMENT -> {
                row.sentiment = score(row.sentiment > 0 ? row.sentiment - 1 : row.sentiment + 1, shape.scores());
                row.sentimentWritten = written(row.sentiment, shape.scores());
            }
            case TWINS_BY_TEXT -> {
                Text other = Text.of(row.text + " Corrected.");
                for (int i = 0; i < row.textsWritten.length; i++) {
                    row.textsWritten[i] = Objects.equals(row.textsWritten[i], row.text) ? other : row.textsWritten[i];
                }
                row.text = other;
            }
            case TWINS_BY_TIME ->
                row.stamp = shape.time().stamp(row.stamp.micros() + 1_000_000, 0, new SplittableRandom(seed));
            case TWINS_BY_URL -> {
                String before = row.url;
                row.url = before + "&amp=1";
                for (int i = 0; i < row.urlsWritten.length; i++) {
                    row.urlsWritten[i] = before.equals(row.urlsWritten[i]) ? row.url : row.urlsWritten[i];
                }
            }
            default -> throw new IllegalStateException(first.quirk + " takes one row");
        }
        return row;
    }

    private static Double score(Double value, ScoreForm form) {
        if (value == null) {
            return null;
        }
        return switch (form) {
            case FLOAT -> (double) value.floatValue();
            case INT64 -> (double) Math.round(value);
            default -> rounded(value);
        };
    }

    private static Object written(Double value, ScoreForm form) {
        if (value == null) {
            return null;
        }
        return switch (form) {
            case DOUBLE -> value;
            case FLOAT -> value.floatValue();
            case TEXT -> value.toString();
            case INT64 -> Math.round(value);
            case DECIMAL -> (int) Math.round(value * 1e4);
        };
    }

    private static Object special(double value, ScoreForm form) {
        return switch (form) {
            case FLOAT -> (float) value;
            case TEXT -> Double.toString(value);
            default -> value;
        };
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
