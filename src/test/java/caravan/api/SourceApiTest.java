package caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.article.ArticleType;
import caravan.source.DeclaredSources;
import caravan.source.Fetched;
import caravan.source.Source;
import caravan.source.SourceControl;
import caravan.source.SourceDeclarations;
import caravan.source.SourceRefresh;
import caravan.source.SourceRoutes;
import caravan.source.SourceStates;
import caravan.source.Sources;
import caravan.testing.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceApiTest {

    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    /** Nobody else's, so that tests share one database. */
    private final String name = "api-" + UUID.randomUUID();

    private final SourceStates states = new SourceStates(
            TestDatabase.shared().client(), "node", Duration.ofMinutes(5), Clock.fixed(NOON, ZoneOffset.UTC));
    private final Sources sources = new Sources(List.of(new Source(
            name,
            URI.create("https://example.com/feed"),
            "0 * * * * ?",
            ZoneId.of("America/New_York"),
            ArticleType.FILING,
            1.5,
            "premium",
            Map.of("X-Key", "secret"),
            Source.FullText.PAGE,
            List.of(),
            Set.of())));
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final SourceApi api = api();

    @AfterEach
    void stop() {
        camel.stop();
    }

    private SourceApi api() {
        try {
            RouteBuilder.addRoutes(camel, builder -> builder.from("direct:feed")
                    .routeId("scrape-" + name)
                    .to("log:polled"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        camel.start();
        Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
        SourceDeclarations declarations =
                new SourceDeclarations(TestDatabase.shared().client(), clock);
        DeclaredSources declared = new DeclaredSources("sources.yaml", () -> "sources: []", Map.of(), declarations);
        SourceRefresh refresh = new SourceRefresh(declared, sources);
        SourceRoutes routes = new SourceRoutes(sources);
        routes.setCamelContext(camel);
        return new SourceApi(
                sources, states, routes, new SourceControl(sources, declarations, declared, refresh, states, clock));
    }

    private JsonNode source() {
        assertThat(api.sources()).hasSize(1);
        return api.sources().get(0);
    }

    private static Fetched feed() {
        return new Fetched(
                URI.create("https://example.com/feed"),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new byte[0],
                NOON);
    }

    @Test
    void aSourceIsShownAsItIsDeclaredWithoutWhatIsSentToIt() {
        assertThat(source().toString())
                .contains(
                        "\"name\":\"" + name,
                        "\"url\":\"https://example.com/feed\"",
                        "\"cron\":\"0 * * * * ?\"",
                        "\"zone\":\"America/New_York\"",
                        "\"type\":\"filing\"",
                        "\"weight\":1.5",
                        "\"premium_tier\":\"premium\"")
                .doesNotContain("secret", "X-Key");
    }

    @Test
    void itsStateFollowsItsPolls() {
        assertThat(source().get("state").asText()).as("before any").isEqualTo("waiting");
        states.claim(name, NOON);
        assertThat(source().get("state").asText()).as("during the first").isEqualTo("waiting");
        states.succeeded(name, feed(), 7);
        assertThat(source().get("state").asText()).isEqualTo("ok");
        assertThat(source().get("last_succeeded").asText()).isEqualTo("2026-01-05T12:00:00Z");
        assertThat(source().get("items").asInt()).isEqualTo(7);
        assertThat(source().get("last_error").isNull()).isTrue();
        assertThat(source().get("next_due").asText()).isEqualTo("2026-01-05T12:01:00Z");
        assertThat(source().get("last_status").asInt()).isEqualTo(200);
        assertThat(source().get("moved_to").isNull()).isTrue();
        states.failed(name, "429", Optional.of(NOON.plusSeconds(60)));
        assertThat(source().get("state").asText()).isEqualTo("failing");
        assertThat(source().get("last_error").asText()).isEqualTo("429");
        assertThat(source().get("not_before").asText()).isEqualTo("2026-01-05T12:01:00Z");
        assertThat(source().get("consecutive_failures").asInt()).isEqualTo(1);
        assertThat(source().get("polls").asInt()).isEqualTo(2);
    }
}
