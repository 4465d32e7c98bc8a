package caravan.lake.migration;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.parquet.RowSchema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class LegacyTimePropertiesTest {

    private static final long FIRST = -2_208_988_800_000_000L;
    private static final long LAST = 7_289_654_399_999_999L;
    private static final DateTimeFormatter SPACED = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
    /** Before, milliseconds cannot be told from seconds. */
    private static final long MILLIS_FROM = 10_000_000_000_000L;

    private final LegacyTime utc = new LegacyTime(ZoneOffset.UTC);

    @Property
    void anyMomentIsTheSameMicrosecondInEveryForm(
            @ForAll @LongRange(min = FIRST, max = LAST) long micros,
            @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int minutes,
            @ForAll @IntRange(max = 999) int nanos) {
        Instant moment = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        Instant finer = moment.plusNanos(nanos);
        LocalDateTime there = moment.atOffset(ZoneOffset.UTC).toLocalDateTime();
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(minutes * 60);
        String elsewhere = SPACED.format(moment.atOffset(offset));
        BigDecimal seconds = BigDecimal.valueOf(micros, 6);

        assertMeans(moment, moment);
        assertMeans(there, moment);
        assertMeans(there.toString(), moment);
        assertMeans(finer, moment);
        assertMeans(finer.toString(), moment);
        assertMeans(elsewhere + DateTimeFormatter.ofPattern("xxx").format(offset), moment);
        assertMeans(
                elsewhere.replace(' ', 'T') + DateTimeFormatter.ofPattern("xx").format(offset), moment);
        assertMeans(seconds, moment);
        assertMeans(seconds.toPlainString(), moment);
        assertMeans(seconds.doubleValue(), moment);
        if (Math.abs(micros) >= MILLIS_FROM) {
            assertMeans(micros, moment);
            assertMeans(micros / 1_000, Instant.ofEpochMilli(micros / 1_000));
            assertMeans(Long.toString(micros), moment);
        }
    }

    @Property
    void aDateIsThatDay(@ForAll @LongRange(min = -25_567, max = 84_000) long day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        assertThat(RowSchema.dayOf(utc.of(date).instant())).isEqualTo(date);
        assertThat(RowSchema.dayOf(utc.of(date.toString()).instant())).isEqualTo(date);
    }

    private void assertMeans(Object value, Instant moment) {
        assertThat(utc.of(value).instant().truncatedTo(ChronoUnit.MICROS)).isEqualTo(moment);
    }
}
