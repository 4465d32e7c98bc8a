package caravan.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.enrich.TickerMention.Where;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TickerFinderTest {

    private static final TickerFinder FINDER = new TickerFinder(Companies.shipped());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            $AAPL and $msft are up                                   | AAPL MSFT
            Acme Unheard (NASDAQ: ZZZQ) lists                        | ZZZQ
            Berkshire (NYSE:BRK.B) buys                              | BRK-B
            Alphabet (NASDAQ: GOOG), parent of Google                | GOOGL
            The chipmaker (NVDA.O) said                              | NVDA
            Shares of Banc of California, Inc. (BANC) rose           | BANC
            Profit at Johnson & Johnson and at JPMorgan Chase        | JNJ JPM
            Johnson and Johnson said                                 | JNJ
            McDonald's and Macy's report                             | MCD M
            Bank of America said on Monday                           | BAC
            Tesla cut prices                                         | TSLA
            Shares of 3M fell                                        | MMM
            Apple Inc. unveiled a phone                              | AAPL
            Apple shares fell                                        | AAPL
            Analysts said that Target would cut prices               | TGT
            Shares of Gap fell                                       | GAP
            Facebook parent Meta Platforms said                      | META
            Bought more $brk.b and $aapl. a lot                      | BRK-B AAPL
            Phillips 66 said on Monday it would shut a refinery      | PSX
            $A is up after the results                               | A
            """)
    void companiesAreFoundHoweverTheyAreNamed(String text, String tickers) {
        assertThat(tickers(text)).containsExactlyInAnyOrder(tickers.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            All in all, IT departments NOW need A plan
            The cat sat on the target
            He applied for a Visa application form
            An apple a day. Apple pie is good.
            Thousands ran the Big Apple marathon
            There is a gap in the market
            It costs $5 or $1.20, or $10B, at most $3M in all
            The CEO (CEO) of the (IT) department
            The miner's (TSE:LGD) cash
            They met at Target Field
            Price of BITCOIN in $BTC
            It cost him $A lot and $a few
            An analyst at Harrow & Pell said more customers could follow
            The company runs its Permian wells for cash
            NEW BRUNSWICK, N.J. - Its blood cancer medicines sell
            """)
    void ordinaryWordsAreNoCompanies(String text) {
        assertThat(tickers(text)).isEmpty();
    }

    @Test
    void theMainCompanyComesFirst() {
        List<TickerMention> found = FINDER.find(
                "Intel cuts dividend",
                "Intel said it would halve its payout. Analysts at Goldman Sachs cut the stock. Intel has fallen behind "
                        + "Nvidia. Intel shares fell.");

        assertThat(found).extracting(TickerMention::ticker).containsExactly("INTC", "NVDA", "GS");
        assertThat(found.get(0).count()).isEqualTo(4);
    }

    @Test
    void theSameCompanyIsReportedOnceWithThePlainestOfItsNames() {
        List<TickerMention> found = FINDER.find("Apple rises", "Apple Inc. (NASDAQ: AAPL) gained. $AAPL is up.");

        assertThat(found).singleElement().satisfies(mention -> {
            assertThat(mention.ticker()).isEqualTo("AAPL");
            assertThat(mention.where()).isEqualTo(Where.EXCHANGE);
            assertThat(mention.confidence()).isGreaterThan(0.95);
        });
    }

    @Test
    void aDoubtfulNameCountsWhereTheCompanyIsNamedPlainlyElsewhere() {
        assertThat(FINDER.find("", "Apple (AAPL) is large. Apple is old."))
                .singleElement()
                .satisfies(mention -> assertThat(mention.count()).isEqualTo(3));
    }

    @Property(tries = 300)
    void everyMentionIsLikelyEnough(@ForAll String title, @ForAll String text) {
        assertThat(FINDER.find(title, text))
                .allMatch(mention -> mention.confidence() >= TickerFinder.LEAST_CONFIDENCE && mention.confidence() <= 1)
                .allMatch(mention -> mention.count() > 0);
    }

    @Test
    void tickersOfOtherClassesLeadToTheMainOne() {
        Companies companies = Companies.shipped();
        assertThat(Arrays.asList("goog", "BRK.A", "BRK/B"))
                .extracting(ticker -> companies.byTicker(ticker).orElseThrow().ticker())
                .containsExactly("GOOGL", "BRK-B", "BRK-B");
        assertThat(companies.byTicker("NOSUCH")).isEmpty();
        assertThat(companies.size()).isGreaterThan(7_000);
    }

    private static List<String> tickers(String text) {
        return FINDER.find("", text).stream().map(TickerMention::ticker).toList();
    }
}
