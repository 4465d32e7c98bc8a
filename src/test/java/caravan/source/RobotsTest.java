package caravan.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnavailableException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RobotsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private Instant now = Instant.parse("2026-01-05T12:00:00Z");
    private int asked;
    private final Robots robots = new Robots("ExampleNews/2.0 (desk@example.com)", new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    private Duration require(String path, Function<URI, Fetched> site) {
        return robots.require(URI.create("https://example.com" + path), PATIENCE, url -> {
            asked++;
            return site.apply(url);
        });
    }

    private static Function<URI, Fetched> says(String... lines) {
        return url -> new Fetched(
                url,
                false,
                Optional.of("text/plain"),
                Optional.empty(),
                Optional.empty(),
                String.join("\n", lines).getBytes(UTF_8),
                Instant.EPOCH);
    }

    private static Function<URI, Fetched> fails(RuntimeException e) {
        return url -> {
            throw e;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "/news/1, true",
        "/private/1, false",
        "/private/open/1, true",
        "/story.pdf, false",
        "/story.pdf?x=1, true",
        "/a/print/b, false",
        "/, true",
        "/search?q=1, false"
    })
    void theLongestRuleThatFitsDecidesWithItsWildcards(String path, boolean allowed) {
        Function<URI, Fetched> site = says(
                "User-agent: *",
                "Disallow: /private/",
                "Allow: /private/open/",
                "Disallow: /*.pdf$",
                "Disallow: /*/print/",
                "Disallow: /search?");
        if (allowed) {
            assertThatCode(() -> require(path, site)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> require(path, site))
                    .isInstanceOf(RefusedByRobotsException.class)
                    .hasMessageContaining(path)
                    .hasMessageContaining("https://example.com/robots.txt");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ExampleNews", "caravan", "EXAMPLENEWS", "Caravan"})
    void aGroupOfOurNamesHoldsInPlaceOfTheOneForAll(String name) {
        Function<URI, Fetched> site = says("User-agent: *", "Disallow:", "", "User-agent: " + name, "Disallow: /news/");
        assertThatThrownBy(() -> require("/news/1", site)).isInstanceOf(RefusedByRobotsException.class);
    }

    @Test
    void whatIsSaidOfOthersIsNotSaidOfUs() {
        Function<URI, Fetched> site = says("User-agent: GPTBot", "Disallow: /");
        assertThatCode(() -> require("/news/1", site)).doesNotThrowAnyException();
    }

    @Test
    void aCrawlDelayIsTold() {
        assertThat(require("/", says("User-agent: *", "Crawl-delay: 7"))).isEqualTo(Duration.ofSeconds(7));
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aSiteIsAskedOnceADay() {
        Function<URI, Fetched> site = says("User-agent: *", "Disallow: /private/");
        require("/a", site);
        now = now.plus(Duration.ofHours(23));
        require("/b", site);
        assertThat(asked).isEqualTo(1);
        now = now.plus(Duration.ofHours(1));
        require("/c", site);
        assertThat(asked).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 410})
    void aSiteWithoutOneAllowsEverything(int status) {
        Function<URI, Fetched> site = fails(new RefusedByServerException(status, "no"));
        require("/a", site);
        require("/b", site);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void redirectsWithoutEndAreTakenForNone() {
        assertThatCode(() -> require("/a", fails(new BadRedirectException("round"))))
                .doesNotThrowAnyException();
    }

    @Test
    void whileItsServerFailsASiteIsLeftAloneAndAskedAgainSoon() {
        Function<URI, Fetched> down = fails(new FailedAnswerException(503, "robots.txt answered 503"));
        for (int page = 0; page < 3; page++) {
            assertThatThrownBy(() -> require("/a", down))
                    .isInstanceOf(RetryLaterException.class)
                    .hasMessageContaining("robots.txt answered 503");
        }
        assertThatThrownBy(() -> require("/a", fails(new UnavailableException("no connection"))))
                .isInstanceOf(RetryLaterException.class);
        assertThat(asked).isEqualTo(1);
        now = now.plus(Duration.ofMinutes(5));
        assertThatCode(() -> require("/a", says("User-agent: *"))).doesNotThrowAnyException();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aTurnThatDidNotComeSaysNothingOfTheSite() {
        Function<URI, Fetched> crowded = fails(new CrowdedHostException("crowded", now.plusSeconds(30)));
        assertThatThrownBy(() -> require("/a", crowded)).isInstanceOf(CrowdedHostException.class);
        assertThatCode(() -> require("/a", says("User-agent: *"))).doesNotThrowAnyException();
    }
}
