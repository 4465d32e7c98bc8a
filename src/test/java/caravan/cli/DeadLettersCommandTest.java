package caravan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.Caravan;
import caravan.Database;
import caravan.deadletter.DeadLetterHeaders;
import caravan.testing.RunningCaravan;
import caravan.testing.Services;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator does to dead letters, by commands, over HTTP and by JMX, against a Caravan that runs. */
class DeadLettersCommandTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String LETTERS = "desk-dead-letters";
    private static final String LARGE = "no event, and large: " + "x".repeat(300);
    private static final byte[] BINARY = {'n', 'o', (byte) 0xff, 0, 1};

    @TempDir
    private static Path folder;

    private static Application caravan;

    private record Run(int status, String out, String err) {
        JsonNode json() {
            try {
                return MAPPER.readTree(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @BeforeAll
    static void start() {
        caravan = RunningCaravan.start(
                folder,
                Map.of(
                        "topic.hipri", "desk-hipri",
                        "topic.stdpri", "desk-stdpri",
                        "topic.analyzed.hipri", "desk-analyzed-hipri",
                        "topic.analyzed.stdpri", "desk-analyzed-stdpri",
                        "topic.dead-letters", LETTERS,
                        "dead-letter.max-body-bytes", "100",
                        "dead-letters.replay-per-second", "1000"));
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    /** As a person types it on the same data folder. */
    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("dead-letters"));
        all.addAll(List.of(arguments));
        Stream.of(
                        "caravan.data=" + folder,
                        "topic.dead-letters=" + LETTERS,
                        "postgres.url=" + Services.addresses().postgresUrl())
                .forEach(setting -> all.addAll(List.of("--set", setting)));
        int status = Caravan.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        return new Run(status, out.toString(), err.toString());
    }

    private static HttpResponse<String> ask(String method, String path) {
        return RunningCaravan.ask(method, caravan.http().resolve(path));
    }

    private static void produce(ProducerRecord<String, byte[]> record) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Services.addresses().kafkaBrokers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            assertThat(producer.send(record)).succeedsWithin(PATIENCE);
        }
    }

    /** @return the id of what became of it */
    private static String poison(String key, byte[] body) {
        produce(new ProducerRecord<>("desk-hipri", key, body));
        return waiting("--article", key);
    }

    /** A dead letter as another Caravan may have left it. */
    private static String letter(String article, Map<String, String> headers) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(LETTERS, null, "as it was".getBytes(UTF_8));
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        record.headers().add(DeadLetterHeaders.ARTICLE, article.getBytes(UTF_8));
        produce(record);
        return waiting("--article", article);
    }

    private static String waiting(String... filter) {
        List<String> command = new ArrayList<>(List.of("ls", "--json", "--state", "set-aside"));
        command.addAll(List.of(filter));
        return await().atMost(PATIENCE)
                .until(
                        () -> run(command.toArray(String[]::new)),
                        run -> run.out().lines().count() == 1)
                .json()
                .get("id")
                .asText();
    }

    @Test
    void aDeadLetterIsFoundShownAndReplayedAndReturnsOnceMore() {
        String id = poison("returns", "no event".getBytes(UTF_8));

        assertThat(run("ls", "--leg", "analyse", "--error", "MalformedEventException")
                        .out())
                .contains("ID ", "STATE", id, "set-aside", "analyse-hipri", "desk-hipri-");
        assertThat(run("ls", "--words", "nothing like that").out()).contains("No dead letters");
        Run shown = run("show", id);
        assertThat(shown.out()).contains("route          read-hipri", "no event");

        Run replayed = run("replay", id);
        assertThat(replayed.err()).isEmpty();
        assertThat(replayed.out()).isEqualTo("%s replayed, to desk-hipri%n".formatted(id));
        String again = waiting("--article", "returns");
        JsonNode letter = run("show", again, "--json").json();
        assertThat(letter.get("replays").asInt()).isEqualTo(1);
        assertThat(letter.get("replayed_from").asText()).isEqualTo(id);
        assertThat(letter.get("body").asText()).isEqualTo("no event");
        JsonNode old = run("show", id, "--json").json();
        assertThat(old.get("state").asText()).isEqualTo("replayed");
        assertThat(old.get("replayed_to").asText()).isEqualTo("desk-hipri");
        assertThat(old.get("decided_by").asText()).isEqualTo("127.0.0.1");
    }

    @Test
    void aLargeBodyComesFromItsFileAndGoesBackWhole() {
        String id = poison("large", LARGE.getBytes(UTF_8));
        JsonNode letter = run("show", id, "--json").json();
        assertThat(letter.get("body_file").asText()).hasSize(64);
        assertThat(letter.get("body").asText()).isEqualTo(LARGE);

        assertThat(run("replay", id).status()).isZero();
        assertThat(run("show", waiting("--article", "large"), "--json")
                        .json()
                        .get("body")
                        .asText())
                .isEqualTo(LARGE);
    }

    @Test
    void whatAProcessHeldWhenItDiedIsReplayedWhenItsClaimHasRunOut() {
        String id = poison("held", "no event".getBytes(UTF_8));
        String claimed = "update dead_letter set state = 'replaying', claimed_by = 'dead', claimed_until = now() + "
                + "cast(? as interval) where topic = ? and article_id = 'held'";
        try (Database database = Database.open(Services.addresses().postgresUrl())) {
            database.client().sql(claimed).params("1 minute", LETTERS).update();
            assertThat(run("replay", id).err()).contains("by somebody else");
            assertThat(run("replay", "--article", "held").out()).startsWith("0 replayed");

            database.client().sql(claimed).params("-1 second", LETTERS).update();
            assertThat(run("replay", "--article", "held").out()).startsWith("1 replayed");
        }
    }

    @Test
    void bytesThatAreNoTextAreShownAsBase64() {
        JsonNode letter = run("show", poison("binary", BINARY), "--json").json();
        assertThat(letter.has("body")).isFalse();
        assertThat(Base64.getDecoder().decode(letter.get("body_base64").asText()))
                .isEqualTo(BINARY);
    }

    @Test
    void whatIsDiscardedIsNotReplayed() {
        String id = poison("discarded", "no event".getBytes(UTF_8));
        assertThat(run("discard", id).out()).isEqualTo("%s discarded%n".formatted(id));

        Run again = run("replay", id);
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains(id + " was discarded already").hasLineCount(1);
        assertThat(run("replay", "--article", "discarded").out()).startsWith("0 replayed");
        assertThat(ask("POST", "/api/dead-letters/" + id + "/replay").statusCode())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource({
        "dlq.origin.source, lake/2025-04-26/an-id, start the route rescore again over its day, 2025-04-26",
        "dlq.error.message, nothing, does not say where it came from,",
    })
    void whatCannotBeReplayedSaysWhyAndStays(String header, String value, String why, String more) {
        String article = "stays-" + Math.floorMod(value.hashCode(), 1000);
        String id = letter(article, Map.of(header, value));

        Run named = run("replay", id);
        assertThat(named.status()).isEqualTo(1);
        assertThat(named.err()).contains(why, more == null ? why : more);
        Run meant = run("replay", "--article", article);
        assertThat(meant.status()).isEqualTo(1);
        assertThat(meant.out()).isEqualTo("0 replayed, 0 of them failed again at once, 1 left%n".formatted());
        assertThat(meant.err()).contains(why);
        assertThat(waiting("--article", article)).isEqualTo(id);
        run("discard", id);
    }

    @Test
    void anAlertIsForOneWebhookAndWithoutItsNameForNone() {
        String id = letter("alert", Map.of(DeadLetterHeaders.ROUTE, "webhook-post"));
        assertThat(run("replay", id).err()).contains("does not say which webhook");
        String named =
                letter("gone", Map.of(DeadLetterHeaders.ROUTE, "webhook-post", DeadLetterHeaders.WEBHOOK, "nobody"));
        assertThat(run("replay", named).err()).contains(named);
        assertThat(waiting("--article", "gone")).isEqualTo(named);
        run("discard", id, named);
    }

    @Test
    void theTableIsMadeAgainFromTheTopicWithWhatWasDecided() {
        String id = poison("rebuilt", "no event".getBytes(UTF_8));
        run("discard", id);
        try (Database database = Database.open(Services.addresses().postgresUrl())) {
            database.client()
                    .sql("delete from dead_letter where topic = ?")
                    .param(LETTERS)
                    .update();
        }
        assertThat(run("rebuild").out()).endsWith("dead letters listed%n".formatted());
        assertThat(run("show", id, "--json").json().get("state").asText()).isEqualTo("discarded");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/dead-letters?state=lost, 400",
        "GET, /api/dead-letters?from=yesterday, 400",
        "GET, /api/dead-letters?offset=-1, 400",
        "GET, /api/dead-letters/0-999999, 404",
        "GET, /api/dead-letters/x, 404",
        "GET, /api/dead-letters/1-1%27%20or%201=1, 404",
        "POST, /api/dead-letters/99-1/replay, 404",
        "POST, /api/dead-letters/99-1/discard, 404",
        "POST, /api/dead-letters/replay, 400",
        "POST, /api/dead-letters/discard?eror=misspelt, 400",
        "POST, /api/dead-letters/replay?all=true&limit=1001, 400",
    })
    void aRequestThatIsWrongIsRefused(String method, String path, int status) {
        HttpResponse<String> answer = ask(method, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replay",
                "discard",
                "replay --limit 0 --all",
                "ls --limit 0",
                "ls --offset -1",
                "replay 1-1 --all"
            })
    void aCommandThatIsWrongIsMisused(String command) {
        assertThat(run(command.split(" ")).status()).isEqualTo(2);
    }

    @Test
    void aCommandSaysWhichCaravanDoesNotAnswer() {
        Run run = run("show", "1-1", "--url", "http://127.0.0.1:1");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("caravan: No Caravan answers at http://127.0.0.1:1; start one, or say --url%n".formatted());
        assertThat(run("show", "nonsense").err()).contains("is no id");
    }

    @Test
    void jmxCountsReplaysAndDiscards() throws Exception {
        String id = poison("jmx", "no event".getBytes(UTF_8));
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        String node = caravan.context().resolvePropertyPlaceholders("{{caravan.node}}");
        ObjectName name = new ObjectName("caravan:type=DeadLetters,context=" + ObjectName.quote(node));
        TabularData causes = (TabularData) server.getAttribute(name, "WaitingByCause");
        assertThat(causes.containsKey(new Object[] {"MalformedEventException"})).isTrue();

        assertThat(server.invoke(name, "replay", new Object[] {id}, new String[] {"java.lang.String"}))
                .isEqualTo("replayed desk-hipri");
        String again = waiting("--article", "jmx");
        assertThat(server.invoke(name, "discard", new Object[] {again}, new String[] {"java.lang.String"}))
                .isEqualTo("discarded");
        assertThat(((TabularData) server.getAttribute(name, "ByState")).containsKey(new Object[] {"discarded"}))
                .isTrue();
        assertThatThrownBy(
                        () -> server.invoke(name, "discard", new Object[] {again}, new String[] {"java.lang.String"}))
                .rootCause()
                .hasMessageContaining("was discarded already");
    }

    @Test
    void theyAreCountedByLegAndCause() {
        poison("counted", "no event".getBytes(UTF_8));
        assertThat(ask("GET", "/observe/metrics").body())
                .containsPattern(
                        "caravan_dead_letters_total\\{[^}]*cause=\"MalformedEventException\"[^}]*leg=\"analyse-hipri\"");
    }
}
