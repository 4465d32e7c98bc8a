package caravan.lake.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.lake.SentimentSchema;
import caravan.lake.StoredArticle;
import caravan.lake.migration.LegacyRow.Utf8;
import caravan.lake.migration.LegacySchema.Column;
import caravan.parquet.Row;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyMappingTest {

    private static final Instant PROCESSED = Instant.parse("2026-03-01T12:00:00Z");
    private static final LegacyFile FILE =
            new LegacyFile(Path.of("multi_ticker_sentiment.parquet"), "multi_ticker_sentiment.parquet", 1);

    private final LegacyMapping mapping = new LegacyMapping(ZoneOffset.UTC, PROCESSED);

    private Mapped map(Object... namesAndValues) {
        return map(mapping, FILE, namesAndValues);
    }

    private static Mapped map(LegacyMapping mapping, LegacyFile file, Object... namesAndValues) {
        List<Column> columns = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            columns.add(new Column((String) namesAndValues[i], value instanceof byte[] ? "BLOB" : "VARCHAR"));
            values.add(value);
        }
        return mapping.map(file, new LegacySchema(columns), new LegacyRow(0, values.toArray()));
    }

    private static Mapped.Kept kept(Mapped mapped) {
        assertThat(mapped).isInstanceOf(Mapped.Kept.class);
        return (Mapped.Kept) mapped;
    }

    private Object value(String column, Object... namesAndValues) {
        return kept(withTime(namesAndValues)).row().get(column);
    }

    private List<Repair> repairs(Object... namesAndValues) {
        return kept(withTime(namesAndValues)).repairs();
    }

    private Mapped withTime(Object... namesAndValues) {
        List<Object> all = new ArrayList<>(List.of("timestamp", Instant.parse("2024-02-29T23:59:59.123456Z")));
        all.addAll(Arrays.asList(namesAndValues));
        return map(all.toArray());
    }

    @Test
    void aWholeRowIsKeptWithoutRepair() {
        Mapped.Kept kept = kept(map(
                "timestamp", "2024-02-29T23:59:59.5Z",
                "ticker", "AAPL",
                "sentiment", 0.25,
                "confidence", 0.75,
                "source", "wire",
                "model", "finbert",
                "article_id", "a-1",
                "article_title", "Title",
                "text", new Utf8("Whole text".getBytes(UTF_8)),
                "url", "https://example.com/1"));

        assertThat(kept.repairs()).isEmpty();
        Instant time = Instant.parse("2024-02-29T23:59:59.5Z");
        assertThat(kept.row())
                .isEqualTo(Row.of(
                        SentimentSchema.rows(),
                        Map.ofEntries(
                                Map.entry("timestamp", time),
                                Map.entry("ticker", "AAPL"),
                                Map.entry("article_title", "Title"),
                                Map.entry("sentiment", 0.25),
                                Map.entry("confidence", 0.75),
                                Map.entry("source", "wire"),
                                Map.entry("source_url", "https://example.com/1"),
                                Map.entry("model", "finbert"),
                                Map.entry("article_id", "a-1"),
                                Map.entry("text", "Whole text"),
                                Map.entry("fetch_timestamp_utc", time),
                                Map.entry("processing_timestamp_utc", PROCESSED))));
    }

    @Test
    void namesOfColumnsAreComparedTrimmedAndInLowerCase() {
        assertThat(value("ticker", " Ticker ", "AAPL")).isEqualTo("AAPL");
    }

    @Test
    void theRowNumbersOfPandasAreNoData() {
        assertThat(value("raw_source_payload_json", "__index_level_0__", 7L)).isNull();
    }

    @Test
    void aRowGoesBackToTheEightColumnsOfOld() {
        Row row = kept(withTime(
                        "ticker",
                        "AAPL",
                        "sentiment",
                        0.25,
                        "confidence",
                        0.75,
                        "source",
                        "wire",
                        "model",
                        "m",
                        "article_id",
                        "a-1",
                        "title",
                        "Title",
                        "text",
                        "Text"))
                .row();

        assertThat(LegacyField.legacy(row).toString())
                .isEqualTo("{timestamp=2024-02-29T23:59:59.123456Z, ticker=AAPL, sentiment=0.25, confidence=0.75,"
                        + " source=wire, model=m, article_id=a-1, article_title=Title}");
    }

    @Nested
    class Text {

        @Test
        void theLongestCounts() {
            assertThat(value(
                            "text",
                            "text",
                            "Whole…",
                            "content",
                            new Utf8("Whole text of it".getBytes(UTF_8)),
                            "body",
                            "W"))
                    .isEqualTo("Whole text of it");
            assertThat(repairs("text", "Whole…", "content", "Whole text of it")).contains(Repair.TEXT_LONGER);
        }

        @Test
        void whatWasPassedOverIsKeptIfItDiffers() {
            assertThat(value(
                            "raw_source_payload_json", "text", "Whole…", "content", "Whole text", "body", "Whole text"))
                    .isEqualTo("{\"event\":{\"schema_version\":1},\"source\":{\"text\":\"Whole…\"}}");
        }

        @Test
        void blankIsNone() {
            assertThat(value("text", "text", " \n", "article_text", new Utf8(new byte[] {0, 32}), "body", "Body"))
                    .isEqualTo("Body");
        }

        @Test
        void noneIsMarked() {
            assertThat(value("text", "text", null)).isEqualTo("[HISTORICAL DATA - TEXT NOT AVAILABLE]");
            assertThat(repairs("text", "")).contains(Repair.TEXT_MISSING);
        }

        @Test
        void nulCharactersGo() {
            assertThat(value("text", "text", "a\0b")).isEqualTo("ab");
            assertThat(value("text", "text", new Utf8("a\0ü\0".getBytes(UTF_8))))
                    .isEqualTo("aü");
            assertThat(repairs("text", new Utf8("a\0b".getBytes(UTF_8)))).contains(Repair.NUL_REMOVED);
        }

        @Test
        void binaryIsDecoded() {
            assertThat(value("text", "text", "Zürich".getBytes(UTF_8))).isEqualTo("Zürich");
            assertThat(repairs("text", "Zürich".getBytes(UTF_8)))
                    .contains(Repair.BINARY_DECODED)
                    .doesNotContain(Repair.UTF8_REPLACED);
        }

        @Test
        void whatIsNoUtf8IsReplaced() {
            assertThat(value("text", "text", new byte[] {'a', (byte) 0xff, 'b'}))
                    .isEqualTo("a\ufffdb");
            assertThat(repairs("text", new byte[] {'a', (byte) 0xff, 'b'})).contains(Repair.UTF8_REPLACED);
        }
    }

    @Nested
    class Names {

        @Test
        void urlAndTitleHaveSeveral() {
            assertThat(value("source_url", "source_url", "", "url", null, "link", "https://example.com"))
                    .isEqualTo("https://example.com");
            assertThat(value("article_title", "title", "Title")).isEqualTo("Title");
        }

        @Test
        void theFirstCountsAndTheOthersAreKept() {
            assertThat(value("source_url", "link", "c", "url", "b", "source_url", "a"))
                    .isEqualTo("a");
            assertThat(value("raw_source_payload_json", "link", "c", "url", "a", "source_url", "a"))
                    .isEqualTo("{\"event\":{\"schema_version\":1},\"source\":{\"link\":\"c\"}}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"source_url", "article_title", "source", "model"})
        void missingIsEmpty(String column) {
            assertThat(value(column)).isEqualTo("");
            assertThat(value(column, column, null)).isEqualTo("");
        }
    }

    @Nested
    class Tickers {

        @Test
        void areTrimmedAndUpperCased() {
            assertThat(value("ticker", "ticker", " brk.b\t")).isEqualTo("BRK.B");
            assertThat(repairs("ticker", "aapl")).contains(Repair.TICKER_SPELLED);
            assertThat(repairs("ticker", "AAPL")).doesNotContain(Repair.TICKER_SPELLED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "  "})
        void missingIsNull(String blank) {
            assertThat(value("ticker", "ticker", blank)).isNull();
            assertThat(repairs("ticker", blank)).contains(Repair.TICKER_MISSING);
        }

        @Test
        void aListOfOneIsThatOneAndOfSeveralNoneAndAllAreKept() {
            assertThat(value("ticker", "ticker", List.of(" aapl"))).isEqualTo("AAPL");
            assertThat(value("ticker", "ticker", List.of("AAPL", "MSFT"))).isNull();
            assertThat(value("raw_source_payload_json", "ticker", List.of("AAPL", "MSFT")))
                    .isEqualTo("{\"event\":{\"schema_version\":1},\"source\":{\"ticker\":[\"AAPL\",\"MSFT\"]}}");
            assertThat(repairs("ticker", List.of("AAPL", "MSFT")))
                    .contains(Repair.TICKER_OF_LIST)
                    .doesNotContain(Repair.TICKER_MISSING);
            assertThat(repairs("ticker", List.of())).contains(Repair.TICKER_MISSING);
        }

        @Test
        void areNeverThoseOfTheFilesName() {
            LegacyFile file = new LegacyFile(Path.of("aapl_sentiment.parquet"), "aapl_sentiment.parquet", 1);
            assertThat(kept(map(mapping, file, "timestamp", "2024-01-01")).row().get("ticker"))
                    .isNull();
        }
    }

    @Nested
    class Scores {

        @Test
        void missingStaysNull() {
            assertThat(value("sentiment", "sentiment", null)).isNull();
            assertThat(value("confidence")).isNull();
            assertThat(repairs()).contains(Repair.SCORE_MISSING);
        }

        @Test
        void numbersOfAnyTypeCount() {
            assertThat(value("sentiment", "sentiment", -1L)).isEqualTo(-1.0);
            assertThat(value("sentiment", "sentiment", new BigDecimal("0.87"))).isEqualTo(0.87);
            assertThat(value("sentiment", "sentiment", " 2.5e-1 ")).isEqualTo(0.25);
            assertThat(repairs("sentiment", "0.25")).contains(Repair.SCORE_OF_TEXT);
        }

        @Test
        void whatIsNoScoreIsNullAndKept() {
            assertBecomesNull(Double.NaN, "\"NaN\"", Repair.SCORE_NAN);
            assertBecomesNull("nan", "\"nan\"", Repair.SCORE_NAN);
            assertBecomesNull(Double.NEGATIVE_INFINITY, "\"-Infinity\"", Repair.SCORE_INFINITE);
            assertBecomesNull("inf", "\"inf\"", Repair.SCORE_INFINITE);
            assertBecomesNull(1.5, "1.5", Repair.SCORE_OUT_OF_RANGE);
            assertBecomesNull(-1.0000001, "-1.0000001", Repair.SCORE_OUT_OF_RANGE);
            assertBecomesNull("bullish", "\"bullish\"", Repair.SCORE_UNREADABLE);
            assertBecomesNull(true, "true", Repair.SCORE_UNREADABLE);
        }

        @Test
        void confidenceIsNeverNegative() {
            assertThat(value("confidence", "confidence", -0.5)).isNull();
            assertThat(value("confidence", "confidence", 1.0)).isEqualTo(1.0);
        }

        private void assertBecomesNull(Object score, String kept, Repair repair) {
            assertThat(value("sentiment", "sentiment", score)).isNull();
            assertThat(value("raw_source_payload_json", "sentiment", score))
                    .isEqualTo("{\"event\":{\"schema_version\":1},\"source\":{\"sentiment\":" + kept + "}}");
            assertThat(repairs("sentiment", score)).contains(repair);
        }
    }

    @Nested
    class Ids {

        @Test
        void areTextWhateverTheirType() {
            assertThat(value("article_id", "article_id", 42L)).isEqualTo("42");
            assertThat(value("article_id", "article_id", 12345678.0)).isEqualTo("12345678");
            assertThat(value("article_id", "article_id", " a-1 ")).isEqualTo("a-1");
        }

        @Test
        void missingAreMadeOfTheContent() {
            Object id = value("article_id", "ticker", "AAPL", "title", "T");
            assertThat((String) id).matches("[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
            assertThat(value("article_id", "ticker", "AAPL", "title", "U", "article_id", " "))
                    .isNotEqualTo(id);
            assertThat(repairs()).contains(Repair.ID_OF_CONTENT);
        }

        @Test
        void madeOfTheSameContentAreTheSameInAnyFileAndOrder() {
            LegacyFile other = new LegacyFile(Path.of("b.parquet"), "b.parquet", 1);
            assertThat(kept(map(mapping, other, "title", "T", "timestamp", "2024-01-01", "ticker", null))
                            .row()
                            .get("article_id"))
                    .isEqualTo(kept(map(
                                    "timestamp",
                                    "2024-01-01",
                                    "title",
                                    new Utf8("T".getBytes(UTF_8)),
                                    "__index_level_0__",
                                    5L,
                                    "article_id",
                                    Double.NaN))
                            .row()
                            .get("article_id"));
        }
    }

    @Nested
    class Payload {

        @Test
        void hasTheColumnsThatTheLakeHasNoPlaceForByName() {
            assertThat(value(
                            "raw_source_payload_json",
                            "zeta",
                            List.of(1L, Map.of("a", LocalDate.of(2024, 2, 29))),
                            "author",
                            "Ann\0a",
                            "none",
                            null,
                            "price",
                            new BigDecimal("1.10"),
                            "at",
                            LocalDateTime.of(2024, 1, 1, 0, 0),
                            "nan",
                            Double.NaN,
                            "big",
                            0.1f))
                    .isEqualTo("{\"event\":{\"schema_version\":1},\"source\":{\"at\":\"2024-01-01T00:00:00\","
                            + "\"author\":\"Anna\",\"big\":0.1,\"nan\":\"NaN\",\"price\":1.10,"
                            + "\"zeta\":[1,{\"a\":\"2024-02-29\"}]}}");
            assertThat(repairs("author", "Anna")).contains(Repair.COLUMN_KEPT);
        }

        @Test
        void ofCaravanStaysAsItIs() {
            String payload = "{\"event\":{\"type\":\"news\"}, \"source\":{\"n\":1.10}}";
            assertThat(value("raw_source_payload_json", "raw_source_payload_json", payload))
                    .isEqualTo(payload);
        }

        @Test
        void ofOthersIsKeptUnderItsName() {
            assertThat(value("raw_source_payload_json", "raw_source_payload_json", "{\"n\":1.10}", "extra", 1L))
                    .isEqualTo("{\"event\":{\"schema_version\":1},\"source\":{\"extra\":1,"
                            + "\"raw_source_payload_json\":{\"n\":1.10}}}");
            assertThat(value("raw_source_payload_json", "raw_source_payload_json", "{no json"))
                    .isEqualTo("{\"event\":{\"schema_version\":1},\"source\":{"
                            + "\"raw_source_payload_json\":\"{no json\"}}");
        }

        @Test
        void letsAnArticleBeMadeOfTheRowAgain() {
            Row row = kept(withTime(
                            "ticker",
                            "AAPL",
                            "source",
                            "wire",
                            "title",
                            "T",
                            "text",
                            "Text",
                            "url",
                            "https://example.com/1",
                            "article_id",
                            "7c7c7c7c-0000-3000-8000-000000000000",
                            "extra",
                            1L))
                    .row();
            assertThat(StoredArticle.of(row).article().tickers()).containsExactly("AAPL");
        }
    }

    @Nested
    class Timestamps {

        @ParameterizedTest
        @CsvSource({
            "2024-02-29T23:59:59Z,2024-02-29T23:59:59Z",
            "2024-02-29 23:59:59,2024-02-29T23:59:59Z",
            "2024-02-29T23:59,2024-02-29T23:59:00Z",
            "2024-02-29,2024-02-29T00:00:00Z",
            "2024-12-31T23:59:59.9-05:00,2025-01-01T04:59:59.9Z",
            "2024-01-01T00:00:00+05:30,2023-12-31T18:30:00Z",
            "2024-01-01T00:00:00+0530,2023-12-31T18:30:00Z",
            "2024-01-01 00:00:00+05,2023-12-31T19:00:00Z",
            "2024-01-01 00:00:00 UTC,2024-01-01T00:00:00Z",
            "2024-01-01T00:00:00.123456789Z,2024-01-01T00:00:00.123456Z",
            "1969-12-31T23:59:59.9999999Z,1969-12-31T23:59:59.999999Z",
            "' 2024-01-01T00:00:00z ',2024-01-01T00:00:00Z",
            "1704067200,2024-01-01T00:00:00Z",
            "1704067200.25,2024-01-01T00:00:00.250Z",
            "1704067200123,2024-01-01T00:00:00.123Z",
            "1704067200123456,2024-01-01T00:00:00.123456Z",
            "1704067200123456789,2024-01-01T00:00:00.123456Z",
            "-86400,1969-12-31T00:00:00Z"
        })
        void asTextMeanTheSameMoment(String text, Instant moment) {
            assertThat(time(map("timestamp", text))).isEqualTo(moment);
        }

        @Test
        void asNumbersCountFrom1970() {
            assertThat(time(map("timestamp", 1704067200L))).isEqualTo("2024-01-01T00:00:00Z");
            assertThat(time(map("timestamp", -1500L))).isEqualTo("1969-12-31T23:35:00Z");
            assertThat(time(map("timestamp", 1704067200123L))).isEqualTo("2024-01-01T00:00:00.123Z");
            assertThat(time(map("timestamp", 1704067200.123456))).isEqualTo("2024-01-01T00:00:00.123456Z");
        }

        @Test
        void withoutZoneAreOfTheZoneGiven() {
            LegacyMapping newYork = new LegacyMapping(ZoneId.of("America/New_York"), PROCESSED);
            Instant moment = Instant.parse("2024-01-02T03:30:00Z");
            assertThat(time(map(newYork, FILE, "timestamp", LocalDateTime.of(2024, 1, 1, 22, 30))))
                    .isEqualTo(moment);
            assertThat(time(map(newYork, FILE, "timestamp", "2024-01-01 22:30:00")))
                    .isEqualTo(moment);
            assertThat(time(map(newYork, FILE, "timestamp", "2024-01-02 03:30:00Z")))
                    .isEqualTo(moment);
            assertThat(time(map(newYork, FILE, "timestamp", 1704166200L))).isEqualTo(moment);
            assertThat(time(map(newYork, FILE, "timestamp", LocalDate.of(2024, 7, 1))))
                    .isEqualTo("2024-07-01T04:00:00Z");
            assertThat(kept(map("timestamp", "2024-01-01")).repairs()).contains(Repair.ZONE_ASSUMED);
        }

        @Test
        void thatTheZoneSkipsOrHasTwiceAreDecidedAndCounted() {
            LegacyMapping newYork = new LegacyMapping(ZoneId.of("America/New_York"), PROCESSED);
            Mapped skipped = map(newYork, FILE, "timestamp", "2024-03-10 02:30:00");
            assertThat(time(skipped)).isEqualTo("2024-03-10T07:30:00Z");
            assertThat(kept(skipped).repairs()).contains(Repair.TIME_SKIPPED, Repair.ZONE_ASSUMED);
            Mapped twice = map(newYork, FILE, "timestamp", LocalDateTime.of(2024, 11, 3, 1, 30));
            assertThat(time(twice)).isEqualTo("2024-11-03T05:30:00Z");
            assertThat(kept(twice).repairs()).contains(Repair.TIME_TWICE, Repair.ZONE_ASSUMED);
            assertThat(kept(map(newYork, FILE, "timestamp", "2024-11-03 01:30:00-05:00"))
                            .repairs())
                    .doesNotContain(Repair.TIME_TWICE, Repair.ZONE_ASSUMED);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "yesterday",
                    "2023-02-29",
                    "2024-01-01T25:00:00",
                    "2024-13-01",
                    "01/02/2024",
                    "2024-01-01T00:00:00+99:00",
                    "NaT"
                })
        void thatMeanNoTimeAreRefusedWithTheirValue(String text) {
            assertThat(map("timestamp", text))
                    .isEqualTo(new Mapped.Refused("timestamp cannot be read: \"%s\"".formatted(text)));
        }

        @Test
        void missingAreRefused() {
            assertThat(map("timestamp", null)).isEqualTo(new Mapped.Refused("timestamp is missing"));
            assertThat(map("timestamp", " ", "date", "2024-01-01"))
                    .isEqualTo(new Mapped.Refused("timestamp is missing"));
        }

        @Test
        void farFromAnyNewsAreRefused() {
            assertThat(map("timestamp", Instant.parse("1899-12-31T23:59:59Z")))
                    .isEqualTo(new Mapped.Refused("timestamp is not in the years 1900 to 2200: 1899-12-31T23:59:59Z"));
            assertThat(map("timestamp", Long.MIN_VALUE)).isInstanceOf(Mapped.Refused.class);
            assertThat(map("timestamp", LocalDateTime.MAX)).isInstanceOf(Mapped.Refused.class);
            assertThat(map("timestamp", Double.POSITIVE_INFINITY)).isInstanceOf(Mapped.Refused.class);
            assertThat(map("timestamp", true)).isInstanceOf(Mapped.Refused.class);
        }

        @Test
        void haveOtherNamesWhereThereIsNoTimestamp() {
            assertThat(time(map("date", "2024-01-02", "published_at", "2024-01-01")))
                    .isEqualTo("2024-01-01T00:00:00Z");
            assertThatThrownBy(() -> map("ticker", "AAPL", "created_at", "2024-01-01"))
                    .isInstanceOf(LegacyFileException.class)
                    .hasMessage(
                            "multi_ticker_sentiment.parquet has no timestamp: none of its columns is named timestamp,"
                                    + " published_at, published, datetime, date");
        }

        private static Instant time(Mapped mapped) {
            return (Instant) kept(mapped).row().get("timestamp");
        }
    }
}
