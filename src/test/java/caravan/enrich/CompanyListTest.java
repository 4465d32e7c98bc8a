package caravan.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import caravan.config.ConfigurationException;
import caravan.testing.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompanyListTest {

    private static final Companies SHIPPED = Companies.shipped();
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    @TempDir
    private Path folder;

    private static CompanyList of(String json) {
        return CompanyList.of(json.getBytes(StandardCharsets.UTF_8), "the list", SHIPPED);
    }

    /** Enough companies to be believed, and two that matter, in the form of company_tickers.json. */
    static String objects(String more) {
        return IntStream.range(0, 5_000)
                .mapToObj(i -> "\"%d\":{\"cik_str\":%d,\"ticker\":\"Q%04d\",\"title\":\"Quarrel %d Corp\"}"
                        .formatted(i + 10, 9_000_000 + i, i, i))
                .collect(Collectors.joining(
                        ",",
                        "{\"0\":{\"cik_str\":1652044,\"ticker\":\"GOOGL\",\"title\":\"ALPHABET INC.\"},"
                                + "\"1\":{\"cik_str\":1652044,\"ticker\":\"GOOG\",\"title\":\"ALPHABET INC.\"},"
                                + "\"2\":{\"cik_str\":5,\"ticker\":\"NEWC\",\"title\":\"Newly Listed Corp\"}" + more
                                + ",",
                        "}"));
    }

    @Test
    void companiesOfTheNewListAreFoundByNameTickerAndNumber() {
        Path file = folder.resolve("companies.csv");
        of(objects("")).write(file, NOON);
        Companies companies = Companies.of(file);
        assertThat(companies.size()).isEqualTo(5_002);
        assertThat(companies.ofCik(5).orElseThrow().ticker()).isEqualTo("NEWC");
        assertThat(companies.byTicker("GOOG").orElseThrow().ticker()).isEqualTo("GOOGL");
        assertThat(new TickerFinder(companies).find("", "Newly Listed said that Google had sued it."))
                .extracting(TickerMention::ticker)
                .containsExactlyInAnyOrder("NEWC", "GOOGL");
        assertThat(CompanyList.refreshed(file)).contains(NOON);
    }

    @Test
    void theListWithExchangesIsReadByItsColumns() {
        String rows = IntStream.range(0, 5_000)
                .mapToObj(i -> "[%d,\"Quarrel %d Corp\",\"Q%04d\",\"NYSE\"]".formatted(9_000_000 + i, i, i))
                .collect(Collectors.joining(","));
        CompanyList list = of("{\"fields\":[\"cik\",\"name\",\"ticker\",\"exchange\"],\"data\":[" + rows + "]}");
        assertThat(list.rows()).hasSize(5_000).first().satisfies(row -> {
            assertThat(row.ticker()).isEqualTo("Q0000");
            assertThat(row.cik()).isEqualTo(9_000_000);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ,"7":{"cik_str":"x","ticker":"ABC","title":"Abc"}   | entry 7
            ,"8":{"cik_str":8,"ticker":"no ticker","title":"A"} | entry 8
            ,"9":{"cik_str":9,"ticker":"ABC","title":" "}       | entry 9
            ,"6":{"cik_str":6}                                  | entry 6
            """)
    void anEntryThatIsNoneIsNamed(String entry, String named) {
        assertThatThrownBy(() -> of(objects(entry)))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("the list, " + named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <html>Your request is refused</html>                                     | not JSON
            {}                                                                       | 0 companies
            {"fields":["cik","name"],"data":[]}                                      | no column 'ticker'
            {"0":{"cik_str":320193,"ticker":"AAPL","title":"Apple Inc."}}            | 1 companies
            """)
    void whatIsNoListReplacesNone(String answer, String why) {
        assertThatThrownBy(() -> of(answer))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aDamagedFileIsNamedWithWhatToDo() throws IOException {
        Path file = folder.resolve("companies.csv");
        Files.writeString(file, "ticker,cik\nA,1\n");
        assertThatThrownBy(() -> Companies.of(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("caravan tickers refresh");
    }

    @Test
    void theShippedListIsWhatTheRealOneGives() throws IOException {
        byte[] real = Files.readAllBytes(SharedData.need("tickers/sec_company_tickers.json"));
        Path file = folder.resolve("companies.csv");
        CompanyList.of(real, "the SEC's list", SHIPPED).write(file, NOON);
        Companies companies = Companies.of(file);
        assertThat(companies.size()).isBetween(SHIPPED.size() - 20, SHIPPED.size() + 20);
        for (long cik : new long[] {320193, 1652044, 1067983, 19617, 70858}) {
            assertThat(companies.ofCik(cik).orElseThrow().ticker())
                    .isEqualTo(SHIPPED.ofCik(cik).orElseThrow().ticker());
        }
        assertThat(TickerScorecard.of(new TickerFinder(companies), LabelledText.of("tickers-dev.jsonl"))
                        .precision())
                .isGreaterThanOrEqualTo(0.95);
    }
}
