package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PollQueueTest {

    private static final Date NOON = Date.from(Instant.EPOCH);

    private final CamelContext context = new DefaultCamelContext();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final Queue<String> polled = new ConcurrentLinkedQueue<>();
    private final AtomicInteger slowAtATime = new AtomicInteger();
    private final Fetcher fetcher =
            new Fetcher("Test", HostPolicy.allowing(List.of()), FetchLimits.DEFAULT, Manners.NONE);
    private PollQueue queue;

    @BeforeEach
    void start() throws Exception {
        List<Source> sources = Stream.concat(
                        IntStream.range(0, 30).mapToObj(number -> source("slow-" + number, "slow.example")),
                        IntStream.range(0, 10)
                                .mapToObj(number -> source("quick-" + number, "site%d.example".formatted(number))))
                .toList();
        queue = new PollQueue(new Sources(sources), fetcher, 2 * FetchLimits.DEFAULT.perHost() + 1);
        queue.setCamelContext(context);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:poll-due").errorHandler(noErrorHandler()).process(exchange -> {
                    String source = exchange.getMessage().getHeader("source", String.class);
                    assertThat(exchange.getMessage().getHeader("scheduledFireTime"))
                            .isEqualTo(NOON);
                    if (source.startsWith("slow")) {
                        slowAtATime.incrementAndGet();
                        slow.await();
                        slowAtATime.decrementAndGet();
                    }
                    polled.add(source);
                    if (source.equals("quick-3")) {
                        throw new IllegalStateException("PostgreSQL is away");
                    }
                });
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        slow.countDown();
        context.stop();
        queue.close();
        fetcher.close();
    }

    private static Source source(String name, String host) {
        return PoliteSourcesTest.source(name, URI.create("https://%s/%s".formatted(host, name)));
    }

    @Test
    void sourcesOfAHostThatIsAskedSlowlyKeepNoOthersFromBeingPolled() {
        IntStream.range(0, 30).forEach(number -> queue.offer("slow-" + number, NOON));
        IntStream.range(0, 10).forEach(number -> queue.offer("quick-" + number, NOON));

        await().untilAsserted(() -> assertThat(polled)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 10).mapToObj("quick-%d"::formatted).toList()));
        assertThat(slowAtATime).hasValue(2 * FetchLimits.DEFAULT.perHost());

        slow.countDown();
        await().untilAsserted(() -> assertThat(polled).hasSize(40).doesNotHaveDuplicates());
    }

    @Test
    void whatFiresWhileItIsPolledIsPolledOnceAndAgainAfterwards() {
        queue.offer("slow-0", NOON);
        queue.offer("slow-0", NOON);
        await().untilAsserted(() -> assertThat(slowAtATime).hasValue(1));
        slow.countDown();
        await().untilAsserted(() -> assertThat(polled).containsExactly("slow-0"));
        await().untilAsserted(() -> {
            queue.offer("slow-0", NOON);
            assertThat(polled).hasSizeGreaterThan(1);
        });
    }

    @Test
    void aPollThatFailsGivesItsThreadBack() {
        IntStream.range(0, 20).forEach(round -> {
            int before = polled.size();
            await().untilAsserted(() -> {
                queue.offer("quick-3", NOON);
                assertThat(polled).hasSizeGreaterThan(before);
            });
        });
        queue.offer("quick-4", NOON);
        await().untilAsserted(() -> assertThat(polled).contains("quick-4"));
    }
}
