package caravan.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowTest {

    private static final Instant TIME = Instant.parse("2025-04-25T10:00:00Z");

    @Test
    void aWrongFieldIsNamed() {
        assertThatThrownBy(() -> row("value", "five"))
                .isInstanceOf(UnprocessableException.class)
                .hasMessage("Column value: not Number but String");
        assertThatThrownBy(() -> row("colour", "red")).hasMessageContaining("Column colour: There is no column colour");
        assertThatThrownBy(() -> row("revision", 1.5))
                .hasMessageContaining("Column revision: 1.5 is not a whole number");
        assertThatThrownBy(() -> Row.of(Readings.SCHEMA, Map.of("meter", "m1"))).hasMessage("Column at: is missing");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aNumberThatIsNoneIsRefused(double number) {
        assertThatThrownBy(() -> row("value", number))
                .hasMessage("Column value: " + number + " is not a finite number");
    }

    @Test
    void nulCharactersAreLeftOut() {
        assertThat(row("note", "\0a\0b\0").get("note")).isEqualTo("ab");
    }

    @Test
    void timesAreCutToTheMicrosecondAlsoBefore1970() {
        assertThat(row("at", Instant.parse("1969-12-31T23:59:59.123456789Z")).get("at"))
                .isEqualTo(Instant.parse("1969-12-31T23:59:59.123456Z"));
    }

    @Test
    void theDayIsThatOfUtc() {
        assertThat(row("at", Instant.parse("2024-02-29T23:59:59.999999999Z")).day())
                .isEqualTo(LocalDate.of(2024, 2, 29));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+10000-01-01T00:00:00Z", "0000-12-31T00:00:00Z", "+900000000-01-01T00:00:00Z"})
    void aTimeThatCannotBeMeantIsRefused(String time) {
        assertThatThrownBy(() -> row("at", Instant.parse(time)))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageStartingWith("Column at: ");
    }

    @Test
    void anAbsentColumnIsNull() {
        assertThat(row("meter", null).toMap()).containsEntry("meter", null).containsEntry("at", TIME);
    }

    @Test
    void aSchemaThatCannotBeATableSaysWhy() {
        String columns = "message m { optional int64 at (TIMESTAMP(MICROS,true)); optional binary k (STRING); }";
        assertThatThrownBy(() -> RowSchema.parse(columns, "k", List.of("k"), "at", Set.of()))
                .hasMessageContaining("Column k cannot partition");
        assertThatThrownBy(() -> RowSchema.parse(columns, "at", List.of("k"), "k", Set.of()))
                .hasMessageContaining("Column k cannot be a version");
        assertThatThrownBy(() -> RowSchema.parse(columns, "at", List.of("key"), "at", Set.of()))
                .hasMessage("There is no column key; there are at, k");
        assertThatThrownBy(() -> RowSchema.parse(columns, "at", List.of(), "at", Set.of()))
                .hasMessageContaining("at least one key column");
        assertThatThrownBy(() -> RowSchema.parse(
                        "message m { optional int64 at (TIMESTAMP(MILLIS,true)); }",
                        "at",
                        List.of("at"),
                        "at",
                        Set.of()))
                .hasMessageContaining("Column at is of a type that is not supported");
    }

    private static Row row(String column, Object value) {
        Map<String, Object> values = new HashMap<>();
        values.put("at", TIME);
        values.put(column, value);
        return Row.of(Readings.SCHEMA, values);
    }

    @Test
    void aRowWithoutATimestampGetsTheOneThatStandsInForIt() {
        Row row = Row.of(EVENTS, Map.of("seen", Instant.parse("2025-04-25T10:00:00Z"), "text", "x"));
        assertThat(row.get("at")).isEqualTo(Instant.parse("2025-04-25T10:00:00Z"));
    }

    @Test
    void aRowWithoutAnIdGetsOneThatFollowsFromItsContentAndNotFromItsVersion() {
        Map<String, Object> content = Map.of("at", Instant.parse("2025-04-25T10:00:00Z"), "text", "x", "revision", 1L);
        Row row = Row.of(EVENTS, content);
        assertThat(UUID.fromString((String) row.get("id")).version()).isEqualTo(3);
        assertThat(with(content, "revision", 2L).get("id")).isEqualTo(row.get("id"));
        assertThat(with(content, "text", "y").get("id")).isNotEqualTo(row.get("id"));
        assertThat(with(content, "id", "given").get("id")).isEqualTo("given");
    }

    @Test
    void aDefaultOfAnotherTypeIsRefused() {
        RowSchema.Defaults text = new RowSchema.Defaults(Optional.of("text"), Optional.empty());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EVENTS.withDefaults(text))
                .withMessage("Column text cannot stand in for at: it is no timestamp");
    }

    private static Row with(Map<String, Object> content, String column, Object value) {
        Map<String, Object> changed = new HashMap<>(content);
        changed.put(column, value);
        return Row.of(EVENTS, changed);
    }

    private static final RowSchema EVENTS = RowSchema.parse("""
                    message event {
                      optional binary id (STRING);
                      optional int64 at (TIMESTAMP(MICROS,true));
                      optional int64 seen (TIMESTAMP(MICROS,true));
                      optional binary text (STRING);
                      optional int64 revision;
                    }
                    """, "at", List.of("id"), "revision", Set.of())
            .withDefaults(new RowSchema.Defaults(Optional.of("seen"), Optional.of("id")));
}
