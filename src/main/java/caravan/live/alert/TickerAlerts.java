package caravan.live.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.UnavailableException;
import caravan.article.AnalysedArticle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DigestUtils;

/**
 * Shows batches of articles to the rules, ticker by ticker, with what is known of each ticker in Redis.
 *
 * <p>A ticker's state is exchanged together with the alerts that came of it, which stay in Redis until {@link #sent}: a
 * process that dies in between leaves them to whoever reads its batch again. Several processes may work on one ticker; who
 * finds its state changed begins again with the new one. A batch is two round trips. Thread-safe.
 */
public final class TickerAlerts {

    private static final byte[] EXCHANGE = resource("/live/alerts.lua");
    private static final String EXCHANGE_DIGEST = DigestUtils.sha1DigestAsHex(new String(EXCHANGE, UTF_8));
    private static final int ATTEMPTS = 50;
    private static final Comparator<ScoredArticle> IN_TIME =
            Comparator.comparing(ScoredArticle::at).thenComparing(ScoredArticle::id);

    private final StringRedisTemplate redis;
    private final AlertsInForce inForce;
    private final Clock clock;

    public TickerAlerts(StringRedisTemplate redis, AlertsInForce inForce, Clock clock) {
        this.redis = redis;
        this.inForce = inForce;
        this.clock = clock;
    }

    /** What Redis holds of a ticker; the state is empty text where there is none. */
    private record Kept(String state, List<String> unsent) {}

    /**
     * Shows the articles, in the order of their times, to the rules in force.
     *
     * @return what is to be sent: what they made fire, and what an earlier batch of the same tickers left
     * @throws UnavailableException when others change a ticker's state all the time
     * @throws org.springframework.dao.DataAccessException when Redis does not take it; all may be given again
     */
    public List<AlertEvent> fire(List<AnalysedArticle> articles) {
        AlertRules rules = inForce.rules();
        if (rules.rules().isEmpty()) {
            return List.of();
        }
        AlertEngine engine = new AlertEngine(rules);
        Map<String, List<ScoredArticle>> open = articles.stream()
                .flatMap(article -> ScoredArticle.of(article).stream())
                .sorted(IN_TIME)
                .collect(Collectors.groupingBy(ScoredArticle::ticker, TreeMap::new, Collectors.toList()));
        List<AlertEvent> events = new ArrayList<>();
        for (int attempt = 1; !open.isEmpty(); attempt++) {
            if (attempt > ATTEMPTS) {
                throw new UnavailableException("Others change what is known of %s all the time, %d attempts"
                        .formatted(open.keySet(), ATTEMPTS));
            }
            open = exchange(engine, rules, open, events);
        }
        return events;
    }

    /** @return those whose state was changed by others meanwhile */
    private Map<String, List<ScoredArticle>> exchange(
            AlertEngine engine, AlertRules rules, Map<String, List<ScoredArticle>> open, List<AlertEvent> events) {
        Map<String, Kept> kept = kept(List.copyOf(open.keySet()));
        Map<String, List<AlertEvent>> fired = new LinkedHashMap<>();
        Map<String, String> states = new HashMap<>();
        for (Map.Entry<String, List<ScoredArticle>> ticker : open.entrySet()) {
            Kept had = kept.get(ticker.getKey());
            had.unsent().stream().map(AlertEvent::read).forEach(events::add);
            TickerWindow before = had.state().isEmpty() ? TickerWindow.EMPTY : TickerWindowJson.read(had.state());
            TickerWindow window = before;
            List<AlertEvent> alerts = new ArrayList<>();
            for (ScoredArticle article : ticker.getValue()) {
                AlertEngine.Step step = engine.step(window, article);
                window = step.window();
                step.alerts().stream()
                        .map(alert -> AlertEvent.read(
                                AlertJson.tree(alert, clock.instant()).toString()))
                        .forEach(alerts::add);
            }
            if (!window.equals(before)) {
                fired.put(ticker.getKey(), alerts);
                states.put(ticker.getKey(), TickerWindowJson.write(window));
            }
        }
        List<String> changed = List.copyOf(fired.keySet());
        List<Object> taken = redis.executePipelined((RedisCallback<Void>) connection -> {
            // A restarted Redis has forgotten the script; to hand it over again costs less than to find out.
            connection.scriptingCommands().scriptLoad(EXCHANGE);
            changed.forEach(ticker -> exchange(
                    connection, ticker, kept.get(ticker).state(), states.get(ticker), fired.get(ticker), rules));
            return null;
        });
        Map<String, List<ScoredArticle>> left = new TreeMap<>();
        for (int i = 0; i < changed.size(); i++) {
            String ticker = changed.get(i);
            // The first answer is that to the script's loading.
            if (taken.get(i + 1).equals(1L)) {
                events.addAll(fired.get(ticker));
            } else {
                left.put(ticker, open.get(ticker));
            }
        }
        return left;
    }

    private static void exchange(
            RedisConnection connection,
            String ticker,
            String had,
            String state,
            List<AlertEvent> alerts,
            AlertRules rules) {
        Stream<String> arguments = Stream.of(
                state(ticker),
                unsent(ticker),
                had.isEmpty() ? "" : DigestUtils.sha1DigestAsHex(had),
                state,
                Long.toString(rules.kept().toMillis()));
        connection
                .scriptingCommands()
                .evalSha(
                        EXCHANGE_DIGEST,
                        ReturnType.INTEGER,
                        2,
                        Stream.concat(arguments, alerts.stream().flatMap(alert -> Stream.of(alert.id(), alert.json())))
                                .map(text -> text.getBytes(UTF_8))
                                .toArray(byte[][]::new));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Kept> kept(List<String> tickers) {
        List<Object> answers = redis.executePipelined((RedisCallback<Void>) connection -> {
            for (String ticker : tickers) {
                connection.stringCommands().get(state(ticker).getBytes(UTF_8));
                connection.hashCommands().hVals(unsent(ticker).getBytes(UTF_8));
            }
            return null;
        });
        Map<String, Kept> kept = new HashMap<>();
        for (int i = 0; i < tickers.size(); i++) {
            String state = (String) answers.get(2 * i);
            kept.put(tickers.get(i), new Kept(state == null ? "" : state, (List<String>) answers.get(2 * i + 1)));
        }
        return kept;
    }

    /**
     * Forgets the alerts, which the topic holds by now.
     *
     * @throws org.springframework.dao.DataAccessException when Redis does not take it; they are sent again then
     */
    public void sent(List<AlertEvent> alerts) {
        redis.executePipelined((RedisCallback<Void>) connection -> {
            alerts.forEach(alert -> connection
                    .hashCommands()
                    .hDel(unsent(alert.ticker()).getBytes(UTF_8), alert.id().getBytes(UTF_8)));
            return null;
        });
    }

    private static String state(String ticker) {
        return "{sentiment:%s}:alerts".formatted(ticker);
    }

    private static String unsent(String ticker) {
        return "{sentiment:%s}:alerts:unsent".formatted(ticker);
    }

    private static byte[] resource(String name) {
        try (InputStream stream = TickerAlerts.class.getResourceAsStream(name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The script %s cannot be read".formatted(name), e);
        }
    }
}
