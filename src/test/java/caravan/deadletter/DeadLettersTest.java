package caravan.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.UnprocessableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {

    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private static final DeadLetterId KNOWN = new DeadLetterId(3, 17);

    @TempDir
    private Path folder;

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    private Map<String, Object> described(Exception cause, String original) {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, cause);
        exchange.setProperty(Exchange.FAILURE_ROUTE_ID, "score-hipri");
        exchange.setProperty(DeadLetters.ORIGINAL, original.getBytes(UTF_8));
        new DeadLetters(
                        new ClaimCheck(folder, 10),
                        error -> error.replace("hush", "..."),
                        KNOWN::equals,
                        Clock.fixed(NOON, ZoneOffset.UTC))
                .describe(exchange);
        return exchange.getMessage().getHeaders();
    }

    @Test
    void aRecordOfATopicSaysWhereItCameFromAndWhatWentWrong() {
        exchange.getMessage().setHeader(KafkaConstants.TOPIC, "hipri-events");
        exchange.getMessage().setHeader(KafkaConstants.PARTITION, 3);
        exchange.getMessage().setHeader(KafkaConstants.OFFSET, 42L);
        exchange.getMessage().setHeader("CamelSomething", "of a stranger");
        exchange.setProperty(DeadLetters.ARTICLE, "an-id");
        exchange.setProperty(Attempts.PROPERTY, 4);
        assertThat(described(new UnprocessableException("It is\nbad", new IOException("no such\0byte")), "bytes"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "dlq.origin.topic", "hipri-events",
                        "dlq.origin.partition", "3",
                        "dlq.origin.offset", "42",
                        "dlq.article", "an-id",
                        "dlq.route", "score-hipri",
                        "dlq.error.class", "caravan.UnprocessableException",
                        "dlq.error.message", "It is bad: no such byte",
                        "dlq.time", "2026-01-05T12:00:00Z",
                        "dlq.attempts", "4",
                        "dlq.body.bytes", "5"));
        assertThat(exchange.getMessage().getBody(byte[].class)).asString(UTF_8).isEqualTo("bytes");
    }

    @Test
    void anItemOfAFeedNamesItsSource() {
        exchange.setProperty(DeadLetters.SOURCE, "fed");
        assertThat(described(new UnprocessableException("bad"), "bytes"))
                .containsEntry("dlq.origin.source", "fed")
                .containsEntry("dlq.attempts", "1")
                .doesNotContainKey("dlq.origin.topic");
    }

    @Test
    void aRowOfTheLakeNamesItsDayAndArticle() {
        exchange.setProperty(DeadLetters.LAKE_DAY, "2025-04-26");
        exchange.setProperty(DeadLetters.ARTICLE, "an-id");
        assertThat(described(new UnprocessableException("bad"), "row"))
                .containsEntry("dlq.origin.source", "lake/2025-04-26/an-id")
                .containsEntry("dlq.article", "an-id")
                .doesNotContainKey("dlq.origin.topic");
    }

    @Test
    void aLargeBodyIsKeptAsAFileByItsHash() throws IOException {
        Map<String, Object> headers = described(new UnprocessableException("bad"), "more than ten bytes");
        String ticket = (String) headers.get("dlq.body.file");
        assertThat(ticket).matches("[0-9a-f]{64}");
        assertThat(headers).containsEntry("dlq.body.bytes", "19");
        assertThat(exchange.getMessage().getBody(byte[].class)).isEmpty();
        ClaimCheck claimCheck = new ClaimCheck(folder, 10);
        assertThat(claimCheck.redeem(ticket)).asString(UTF_8).isEqualTo("more than ten bytes");
        assertThat(claimCheck.store("more than ten bytes".getBytes(UTF_8))).isEqualTo(ticket);
        assertThat(folder)
                .isDirectoryContaining(file -> file.getFileName().toString().equals(ticket));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void aComplaintShowsNoSecret() {
        assertThat(described(new UnprocessableException("hush answered 404", new IOException("hush, not found")), "b"))
                .containsEntry("dlq.error.message", "... answered 404: ..., not found");
    }

    @Test
    void anEndlessComplaintIsCutShort() {
        assertThat((String) described(new UnprocessableException("x".repeat(100_000)), "b")
                        .get("dlq.error.message"))
                .hasSizeLessThan(2_100);
    }

    private void replayedFor(String leg) {
        exchange.getMessage().setHeader(KafkaConstants.TOPIC, "analyzed-sentiment-hipri");
        exchange.getMessage().setHeader(KafkaConstants.PARTITION, 3);
        exchange.getMessage().setHeader(KafkaConstants.OFFSET, 42L);
        // As it travels.
        exchange.getMessage().setHeader(DeadLetterHeaders.REPLAYS, "2".getBytes(UTF_8));
        exchange.getMessage().setHeader(DeadLetterHeaders.REPLAYED_FROM, "3-17".getBytes(UTF_8));
        exchange.getMessage().setHeader(DeadLetterHeaders.REPLAYED_LEG, leg.getBytes(UTF_8));
    }

    @Test
    void whatFailsAgainRefersToTheDeadLetterItWas() {
        replayedFor("analyse-hipri");
        assertThat(described(new UnprocessableException("bad"), "bytes"))
                .containsEntry("dlq.replays", "2")
                .containsEntry("dlq.replayed-from", "3-17")
                .doesNotContainKeys("dlq.replayed-leg", "dlq.outcome");
    }

    @Test
    void aReplayThatWasMeantForAnotherLegIsNoNewDeadLetterButStaysAccountedFor() {
        replayedFor("lake-hipri");
        assertThat(described(new UnprocessableException("bad"), "bytes"))
                .containsEntry("dlq.outcome", "known")
                .containsEntry("dlq.outcome.of", "3-17")
                .containsEntry("dlq.origin.offset", "42")
                .doesNotContainKeys("dlq.replays", "dlq.replayed-from", "dlq.body.bytes");
        assertThat(exchange.getMessage().getBody(byte[].class)).isEmpty();
    }

    /** Anybody who may write to a topic may claim it. */
    @Test
    void whatOnlySaysThatItWasADeadLetterBecomesOne() {
        replayedFor("lake-hipri");
        exchange.getMessage().setHeader(DeadLetterHeaders.REPLAYED_FROM, "3-18".getBytes(UTF_8));
        assertThat(described(new UnprocessableException("bad"), "bytes"))
                .containsKey("dlq.error.class")
                .doesNotContainKey("dlq.outcome");
    }

    @Test
    void anAlertNamesItsWebhook() {
        exchange.setProperty(DeadLetters.WEBHOOK, "desk");
        assertThat(described(new UnprocessableException("bad"), "bytes")).containsEntry("dlq.webhook", "desk");
    }
}
