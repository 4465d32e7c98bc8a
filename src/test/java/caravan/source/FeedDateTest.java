package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedDateTest {

    private static final Instant NOW = Samples.NOW;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # RFC 822 and its successors
            Wed, 31 Jan 2018 20:15:15 GMT        | 2018-01-31T20:15:15Z
            Wed, 31 Jan 2018 20:15:15 +0000      | 2018-01-31T20:15:15Z
            Wed, 31 Jan 2018 15:15:15 EST        | 2018-01-31T20:15:15Z
            Tue, 31 Jul 2018 16:15:15 EDT        | 2018-07-31T20:15:15Z
            31 Jan 18 20:15 UT                   | 2018-01-31T20:15:00Z
            31 Jan 99 20:15 Z                    | 1999-01-31T20:15:00Z
            Mon, 31 Jan 2018 20:15:15 GMT        | 2018-01-31T20:15:15Z
            Wed, 31 Jan 2018 20:15:60 GMT        | 2018-01-31T20:15:59Z
            Wed, 31 Jan 2018 20:15:15 GMT (noon) | 2018-01-31T20:15:15Z
            Wed, 31 Jan 2018 20:15:15            | 2018-01-31T20:15:15Z
            Wed, 31 Jan 2018                     | 2018-01-31T00:00:00Z
            03 Apr 02 1500 GMT                   | 2002-04-03T15:00:00Z
            # ISO 8601
            2018-01-31T20:15:15Z                 | 2018-01-31T20:15:15Z
            2018-01-31T20:15:15.123Z             | 2018-01-31T20:15:15Z
            2018-01-31T21:15:15+01:00            | 2018-01-31T20:15:15Z
            2018-01-31T21:15:15+0100             | 2018-01-31T20:15:15Z
            2018-01-31T15:15-05                  | 2018-01-31T20:15:00Z
            2018-01-31                           | 2018-01-31T00:00:00Z
            20180131T201515Z                     | 2018-01-31T20:15:15Z
            # As met in the wild
            2018-01-31 20:15:15                  | 2018-01-31T20:15:15Z
            2018-01-31 20:15:15 UTC              | 2018-01-31T20:15:15Z
            2018/01/31 20:15                     | 2018-01-31T20:15:00Z
            Wed, 31 January 2018 20:15:15 GMT    | 2018-01-31T20:15:15Z
            Wednesday, 31-Jan-18 20:15:15 GMT    | 2018-01-31T20:15:15Z
            Wed Jan 31 20:15:15 2018             | 2018-01-31T20:15:15Z
            Wed Jan 31 15:15:15 EST 2018         | 2018-01-31T20:15:15Z
            January 31, 2018 3:15 PM EST         | 2018-01-31T20:15:00Z
            Jan 31, 2018 at 3:15 p.m. ET         | 2018-01-31T20:15:00Z
            Jul 31, 2018 4:15 pm ET              | 2018-07-31T20:15:00Z
            Jan 31, 2018 12:05 AM GMT            | 2018-01-31T00:05:00Z
            Wed, 31 Jan 2018 21:15:15 GMT+1      | 2018-01-31T20:15:15Z
            Wed, 31 Jan 2018 21:15:15 Europe/Berlin | 2018-01-31T20:15:15Z
            Seg, 24 Set 2018 19:42:40 -0300      | 2018-09-24T22:42:40Z
            mié, 31 ene 2018 20:15:15 GMT        | 2018-01-31T20:15:15Z
            31 de enero de 2018 20:15            | 2018-01-31T20:15:00Z
            Mi, 31. Dezember 2017 20:15:15 MEZ   | 2017-12-31T19:15:15Z
            ven., 3 août 2018 20:15:15 +0200     | 2018-08-03T18:15:15Z
            Tue, 30 Jan 2018 24:00:00 GMT        | 2018-01-31T00:00:00Z
            """)
    void isRead(String text, String instant) {
        assertThat(FeedDate.parse(text, NOW).map(date -> date.truncatedTo(ChronoUnit.SECONDS)))
                .contains(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "0",
                "31 Foo 2018",
                "32 Jan 2018",
                "2018-13-01",
                "2018-02-30",
                "Wed, 31 Jan 2018 25:00:00 GMT",
                "Wed, 31 Jan 2018 20:61:00 GMT",
                "2018-01-31T20:15:15+99:00",
                "0001-01-01T00:00:00Z",
                "Thu, 01 Jan 1970 00:00:00 GMT",
                "2026-01-17T00:00:00Z",
                "9999-12-31",
                "Jan 31, 2018 13:15 PM"
            })
    void isNoDate(String text) {
        assertThat(FeedDate.parse(text, NOW)).isEmpty();
    }

    @Property
    void everyInstantIsReadBackFromBothStandards(
            @ForAll @LongRange(min = 631_152_000, max = 1_768_000_000) long second) {
        Instant instant = Instant.ofEpochSecond(second);

        assertThat(FeedDate.parse(instant.toString(), NOW)).contains(instant);
        assertThat(FeedDate.parse(
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.ofHours(-5))), NOW))
                .contains(instant);
    }

    @Property
    void noTextIsTooOdd(@ForAll @StringLength(max = 100) String text) {
        assertThat(FeedDate.parse(text, NOW)).isNotNull();
    }
}
