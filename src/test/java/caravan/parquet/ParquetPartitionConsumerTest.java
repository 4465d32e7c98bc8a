package caravan.parquet;

import static caravan.parquet.Readings.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that go through a route again. */
class ParquetPartitionConsumerTest {

    private static final Instant FIRST = Instant.parse("2025-04-25T10:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Replayed> replayed = new CopyOnWriteArrayList<>();
    private String uri;

    /** What a route was given. */
    private record Replayed(String day, Long position, List<Object> meters, boolean last, int attempt) {

        @SuppressWarnings("unchecked")
        static Replayed of(Exchange exchange) {
            assertThat(exchange.getProperty(Exchange.BATCH_COMPLETE))
                    .isEqualTo(exchange.getMessage().getHeader(ParquetPartitionConstants.LAST));
            List<Map<String, Object>> rows = exchange.getMessage().getBody(List.class);
            return new Replayed(
                    exchange.getMessage().getHeader(ParquetPartitionConstants.DAY, String.class),
                    exchange.getMessage().getHeader(ParquetPartitionConstants.POSITION, Long.class),
                    rows.stream().map(row -> row.get("meter")).toList(),
                    exchange.getMessage().getHeader(ParquetPartitionConstants.LAST, boolean.class),
                    exchange.getMessage().getHeader(ParquetPartitionConstants.ATTEMPT, int.class));
        }
    }

    @BeforeEach
    void start() throws IOException {
        Path schema = folder.resolve("readings.schema");
        Files.writeString(schema, Readings.SCHEMA.type().toString());
        uri =
                "parquet-partition:%s?schema=file:%s&partitionBy=at&key=meter&version=revision&withoutStatistics=note&grace=0&redeliveryDelay=20"
                        .formatted(folder.resolve("table"), schema);
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void theRowsOfTheDaysComeInBatchesDayByDayAndTheLastSaysSo() throws Exception {
        append(FIRST.minus(DAY), 0, 2);
        append(FIRST, 0, 3);
        endpoint().publishNow();
        append(FIRST, 3, 2);
        append(FIRST.plus(DAY), 0, 1);
        append(FIRST.plus(DAY.multipliedBy(2)), 0, 1);

        replay("&from=2025-04-25&to=2025-04-26&batchSize=2", this::note);

        await().until(this::isComplete);
        assertThat(replayed)
                .containsExactly(
                        new Replayed("2025-04-25", 0L, List.of("m0", "m1"), false, 1),
                        new Replayed("2025-04-25", 2L, List.of("m2", "m3"), false, 1),
                        new Replayed("2025-04-25", 4L, List.of("m4"), false, 1),
                        new Replayed("2025-04-26", 0L, List.of("m0"), true, 1));
    }

    @Test
    void aRangeWithoutRowsIsOneEmptyExchange() throws Exception {
        append(FIRST, 0, 1);
        replay("&from=2025-05-01", this::note);
        await().until(this::isComplete);
        assertThat(replayed).containsExactly(new Replayed(null, null, List.of(), true, 1));
    }

    @Test
    void withoutARangeEverythingComesAndRowsCanBeRowsAsTheyAre() throws Exception {
        append(FIRST, 0, 1);
        List<Object> rows = new CopyOnWriteArrayList<>();
        replay("&rowsAs=row", exchange -> {
            Collection<?> body = exchange.getMessage().getBody(Collection.class);
            rows.addAll(body);
        });
        await().until(this::isComplete);
        assertThat(rows).containsExactly(reading(FIRST, "m0", 1, 1));
    }

    @Test
    void aBatchThatFailsComesAgainAndIsNotSkipped() throws Exception {
        append(FIRST, 0, 3);
        replay("&batchSize=1", exchange -> {
            note(exchange);
            if (replayed.size() == 2 || replayed.size() == 3) {
                throw new IOException("not now");
            }
        });
        await().until(this::isComplete);
        assertThat(replayed)
                .extracting(one -> one.meters().get(0) + " " + one.attempt())
                .containsExactly("m0 1", "m1 1", "m1 2", "m1 3", "m2 1");
    }

    @Test
    void nothingIsReadAheadOfASlowRouteAndASuspendedOneKeepsItsPlace() throws Exception {
        append(FIRST, 0, 4);
        Semaphore passes = new Semaphore(0);
        replay("&batchSize=1", exchange -> {
            note(exchange);
            passes.acquire();
        });
        await().until(() -> replayed.size() == 1);

        // Suspending waits for the exchange that is under way.
        CompletableFuture<Void> suspended = CompletableFuture.runAsync(() -> {
            try {
                camel.getRouteController().suspendRoute("replay");
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
        await().until(consumer()::isSuspended);
        passes.release();
        assertThat(suspended).succeedsWithin(Duration.ofSeconds(10));
        await().during(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(replayed).hasSize(1));

        camel.getRouteController().resumeRoute("replay");
        passes.release(3);
        await().until(this::isComplete);
        assertThat(replayed).extracting(one -> one.meters().get(0)).containsExactly("m0", "m1", "m2", "m3");
    }

    @Test
    void filesThatAreReplacedAndRemovedMeanwhileLoseAndDoubleNothing() throws Exception {
        append(FIRST, 0, 3);
        endpoint().publishNow();
        for (int meter = 3; meter < 9; meter++) {
            append(FIRST, meter, 1);
        }
        replay("&batchSize=2", exchange -> {
            note(exchange);
            // With no grace the segments are gone from under the replay.
            endpoint().publishNow();
            append(FIRST.plus(DAY), replayed.size(), 1);
            endpoint().publishNow();
            endpoint().publishDue();
        });
        await().until(this::isComplete);
        assertThat(replayed.stream()
                        .filter(one -> one.day().equals("2025-04-25"))
                        .flatMap(one -> one.meters().stream()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 9).mapToObj(meter -> "m" + meter).toList());
    }

    @Test
    void aDayThatCannotBeReadIsReportedAndReadWhenItCanBe() throws Exception {
        append(FIRST, 0, 1);
        Path damaged = Damage.generation(folder.resolve("table"), RowSchema.dayOf(FIRST));
        List<String> errors = new CopyOnWriteArrayList<>();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class)
                        .handled(true)
                        .process(exchange -> errors.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                                .getMessage()));
                from(uri + "&bridgeErrorHandler=true").routeId("replay").process(exchange -> note(exchange));
            }
        });
        await().until(() -> errors.size() > 1);
        assertThat(errors).allSatisfy(error -> assertThat(error).contains(damaged.toString()));
        assertThat(replayed).isEmpty();

        Files.delete(damaged);
        await().until(this::isComplete);
        assertThat(replayed).hasSize(1);
    }

    @Test
    void aRouteThatIsStoppedBeginsAnewWhenItIsStarted() throws Exception {
        append(FIRST, 0, 2);
        replay("&batchSize=1&delay=50", this::note);
        await().until(this::isComplete);
        camel.getRouteController().stopRoute("replay");
        camel.getRouteController().startRoute("replay");
        await().until(() -> replayed.size() == 4);
        await().until(this::isComplete);
    }

    @Test
    void theConsoleShowsHowFarItIs() throws Exception {
        append(FIRST, 0, 2);
        replay("&from=2025-04-25", this::note);
        await().until(this::isComplete);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = server.queryNames(
                        new ObjectName("org.apache.camel:context=" + camel.getName() + ",type=consumers,*"), null)
                .iterator()
                .next();
        assertThat(server.getAttribute(name, "Range")).isEqualTo("2025-04-25 to the last");
        assertThat(server.getAttribute(name, "Day")).isEqualTo("2025-04-25");
        assertThat(server.getAttribute(name, "ReplayedRows")).isEqualTo(2L);
        assertThat(server.getAttribute(name, "Complete")).isEqualTo(true);
    }

    private void note(Exchange exchange) {
        replayed.add(Replayed.of(exchange));
    }

    private boolean isComplete() {
        return consumer().isComplete();
    }

    private ParquetPartitionConsumer consumer() {
        return (ParquetPartitionConsumer) camel.getRoute("replay").getConsumer();
    }

    private void replay(String range, Processor step) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri + range).routeId("replay").process(step);
            }
        });
    }

    private void append(Instant at, int from, int count) {
        List<Row> rows = new ArrayList<>();
        for (int meter = from; meter < from + count; meter++) {
            rows.add(reading(at, "m" + meter, 1, 1));
        }
        camel.createProducerTemplate().sendBody(endpoint(), rows);
    }

    private ParquetPartitionEndpoint endpoint() {
        return camel.getEndpoint(uri, ParquetPartitionEndpoint.class);
    }
}
