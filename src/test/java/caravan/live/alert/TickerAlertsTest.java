package caravan.live.alert;

import static caravan.live.alert.Sample.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.RedisClient;
import caravan.article.AnalysedArticle;
import caravan.article.ArticleJson;
import caravan.testing.Services;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

class TickerAlertsTest {

    private static final AtomicInteger TICKERS = new AtomicInteger();
    private static final StringRedisTemplate REDIS =
            RedisClient.connect(Services.addresses().redisUrl()).template();
    private static final String URGENT = "rules: [{name: urgent, kind: article, tickers: any, type: filing}]";

    private final String ticker = "ALERT" + TICKERS.incrementAndGet();

    private static TickerAlerts alerts(String yaml) {
        return new TickerAlerts(
                REDIS, new AlertsInForce("test", () -> yaml, Map.of()), Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private AnalysedArticle filing(int number) {
        return article(Sample.of(number, number, 0.5).urgentFiling());
    }

    private AnalysedArticle article(Sample sample) {
        return ArticleJson.readAnalysed(sample.about(ticker).event().getBytes(UTF_8));
    }

    @Test
    void whatWasSentIsNotToldAgainWhenItsBatchIsReadAgain() {
        List<AlertEvent> fired = alerts(URGENT).fire(List.of(filing(1)));
        assertThat(fired).hasSize(1);
        alerts(URGENT).sent(fired);

        assertThat(alerts(URGENT).fire(List.of(filing(1)))).isEmpty();
    }

    @Test
    void aProcessThatDiesBeforeItHasSentLeavesItsAlertsToTheNext() {
        List<AlertEvent> lost = alerts(URGENT).fire(List.of(filing(1)));

        assertThat(alerts(URGENT).fire(List.of(filing(1))))
                .as("to the byte, so that receivers see the same")
                .isEqualTo(lost)
                .hasSize(1);
    }

    /** The batch holds an article so much newer that the first is late by the time it is read again. */
    @Test
    void whatWasNotSentIsKeptEvenIfItsArticleIsLongPast() {
        List<AnalysedArticle> batch = List.of(filing(1), filing(60 * 24 * 20));
        List<AlertEvent> lost = alerts(URGENT).fire(batch);
        assertThat(lost).hasSize(2);

        assertThat(alerts(URGENT).fire(batch)).containsExactlyInAnyOrderElementsOf(lost);
    }

    @Test
    void processesThatWorkOnOneTickerLoseNothingAndTellNothingTwice() throws Exception {
        String crossing = "rules: [{name: mood, kind: level, tickers: any, window: 7d, above: 0.4, min-articles: 200}]";
        ExecutorService processes = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<AlertEvent>>> answers = new ArrayList<>();
            for (int process = 0; process < 4; process++) {
                int of = process;
                Callable<List<AlertEvent>> work = () -> {
                    List<AlertEvent> events = new ArrayList<>();
                    TickerAlerts own = alerts(crossing);
                    for (int i = 0; i < 50; i++) {
                        List<AlertEvent> fired = own.fire(List.of(filing(1 + of + 4 * i)));
                        events.addAll(fired);
                    }
                    return events;
                };
                answers.add(processes.submit(work));
            }
            List<String> ids = new ArrayList<>();
            for (Future<List<AlertEvent>> answer : answers) {
                answer.get().forEach(event -> ids.add(event.id()));
            }
            assertThat(new HashSet<>(ids))
                    .as("fired by the 200th, whoever had it")
                    .hasSize(1);
        } finally {
            processes.shutdownNow();
        }
    }

    @Test
    void theNewestAlertsAreShownFirstAndOnce() {
        RecentAlerts recent = new RecentAlerts(REDIS, 100_000);
        List<AlertEvent> fired = alerts(URGENT).fire(List.of(filing(2), filing(1), filing(3)));
        recent.keep(fired);
        recent.keep(fired);

        assertThat(recent.newest(ticker, 2)).containsExactly(fired.get(2), fired.get(1));
        assertThat(recent.newest("NOBODY", 2)).isEmpty();
    }

    /** Measured for docs/alerts.md: what a ticker with a thousand articles a day takes. */
    @Test
    void theStateOfABusyTickerTakesSomeTensOfKilobytes() {
        List<AnalysedArticle> day = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            day.add(article(Sample.of(i, i * 1.4, 0.1)));
        }
        alerts(URGENT).fire(day);

        assertThat(REDIS.opsForValue().size("{sentiment:%s}:alerts".formatted(ticker)))
                .isBetween(20_000L, 30_000L);
        assertThat(REDIS.getExpire("{sentiment:%s}:alerts".formatted(ticker))).isPositive();
    }
}
