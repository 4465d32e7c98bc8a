package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caravan.article.ArticleType;
import caravan.config.ConfigurationException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesFileTest {

    private static final String MINIMAL = """
            sources:
              - name: wire
                url: https://wire.example.com/rss.xml
                cron: 0 0/5 * * * ?
            """;

    @Test
    void whatIsNotGivenHasASensibleValue() {
        assertThat(parse(MINIMAL))
                .containsExactly(new Source(
                        "wire",
                        URI.create("https://wire.example.com/rss.xml"),
                        "0 0/5 * * * ?",
                        ZoneId.of("UTC"),
                        ArticleType.NEWS,
                        1.0,
                        "standard",
                        Map.of(),
                        Source.FullText.PAGE,
                        List.of(),
                        Set.of()));
    }

    @Test
    void everyFieldIsRead() {
        Source source = parse("""
                        sources:
                          - name: sec-8k
                            url: https://www.sec.gov/cgi-bin/browse-edgar?action=getcurrent&type=8-K
                            cron: "0 0/2 6-22 ? * MON-FRI"
                            zone: America/New_York
                            type: filing
                            weight: 2.5
                            premium_tier: premium
                            full_text: feed
                            headers: {Accept-Language: en, X-Key: "{{key}}"}
                            tickers: [AAPL, BRK.B]
                        """).get(0);

        assertThat(source.zone()).isEqualTo(ZoneId.of("America/New_York"));
        assertThat(source.type()).isEqualTo(ArticleType.FILING);
        assertThat(source.weight()).isEqualTo(2.5);
        assertThat(source.premiumTier()).isEqualTo("premium");
        assertThat(source.fullText()).isEqualTo(Source.FullText.FEED);
        assertThat(source.headers()).isEqualTo(Map.of("Accept-Language", "en", "X-Key", "secret"));
        assertThat(source.tickers()).containsExactly("AAPL", "BRK.B");
    }

    @Test
    void whatComesFromTheEnvironmentOrIsSentAsAKeyIsNeverShown() {
        Map<String, String> environment = Map.of("env:FEED", "hush-1", "env:KEY", "hush-2");
        List<Source> sources = SourcesFile.parse("sources.yaml", """
                        sources:
                          - name: keyed
                            url: https://wire.example.com/{{env:FEED}}/rss?key=hush-3
                            cron: 0 0/5 * * * ?
                            headers: {X-Client: "{{env:KEY}}", Authorization: hush-4, Accept-Language: en}
                        """, environment);
        Source source = sources.get(0);
        assertThat(source.url()).hasToString("https://wire.example.com/hush-1/rss?key=hush-3");
        assertThat(source.headers()).containsEntry("X-Client", "hush-2").containsEntry("Authorization", "hush-4");
        assertThat(source).hasToString("Source[keyed, https://wire.example.com/.../rss?key=...]");
        assertThat(FetchRequest.feed(source, Optional.empty(), Optional.empty()).toString())
                .contains("wire.example.com")
                .doesNotContain("hush");
        assertThat(new Sources(sources).hide(source.url() + " answered 401 to hush-2, hush-4, en"))
                .isEqualTo("https://wire.example.com/.../rss?key=... answered 401 to ..., ..., en");
    }

    @Test
    void aVariableThatIsNotThereIsNamedAndTheOthersAreNot() {
        assertThatThrownBy(() -> SourcesFile.parse(
                        "sources.yaml",
                        MINIMAL.replace("rss.xml", "{{env:NO_KEY}}"),
                        Map.of("env:OTHER", "hush", "wire.url", "x")))
                .hasMessageContaining("{{env:NO_KEY}} has no value")
                .hasMessageNotContaining("OTHER");
    }

    @Test
    void everythingWrongIsReportedAtOnceWithLineSourceAndField() {
        ConfigurationException wrong = wrong("""
                sources:
                  - name: one
                    url: ftp://example.com/
                    cron: 0 0 * *
                    color: red
                  - name: one
                    url: https://example.com/
                    cron: 0 0/5 * * * ?
                    weight: 11
                    type: gossip
                  - url: "{{nowhere}}/rss"
                """);

        assertThat(wrong).hasMessageStartingWith("sources.yaml has 9 errors");
        assertThat(wrong.getMessage().lines().skip(1))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("line 5, source 'one', field 'color'", "unknown", "premium_tier"),
                        line -> assertThat(line).contains("line 3, source 'one', field 'url'", "ftp://example.com/"),
                        line -> assertThat(line).contains("line 4, source 'one', field 'cron'", "six or seven fields"),
                        line -> assertThat(line).contains("line 6, source 'one', field 'name'", "line 2"),
                        line -> assertThat(line)
                                .contains("line 10, source 'one', field 'type'", "news, social, filing"),
                        line -> assertThat(line).contains("line 9, source 'one', field 'weight'", "0.1 to 10"),
                        line -> assertThat(line).contains("line 11, source 'number 3', field 'name'", "missing"),
                        line -> assertThat(line).contains("line 11", "field 'url'", "{{nowhere}}", "known: key"),
                        line -> assertThat(line).contains("line 11", "field 'cron'", "missing"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: Sec 8K                       | name         | lower-case
            name: {a: b}                       | name         | single value
            url: news.example.com              | url          | absolute http or https
            url: https://user:hush@example.com | url          | header instead
            cron: '* * * * *'                  | cron         | Quartz
            cron: '0 0 0 1 1 1'                | cron         | Quartz
            cron: '0 0 0 1 1 ? 2001'           | cron         | never comes again
            zone: Mars/Olympus                 | zone         | America/New_York
            type: gossip                       | type         | news, social, filing
            weight: 0.05                       | weight       | 0.1 to 10
            weight: .nan                       | weight       | 0.1 to 10
            weight: heavy                      | weight       | 0.1 to 10
            weight:                            | weight       | empty
            premium_tier: Top Tier             | premium_tier | standard
            full_text: none                    | full_text    | page, feed
            headers: [a]                       | headers      | names and values
            headers: {Host: a}                 | headers      | set by the fetcher
            headers: {"a b": c}                | headers      | name of a header
            headers: {a: "b\\r\\nc: d"}        | headers      | printable
            tickers: AAPL                      | tickers      | must be a list
            tickers: [aapl]                    | tickers      | 'aapl' is not a ticker
            """)
    void eachFieldSaysWhatItAllows(String line, String field, String allowed) {
        String kept = MINIMAL.lines()
                .filter(other -> !other.contains(field + ":"))
                .reduce("", (all, next) -> all + next + "\n");
        String yaml = field.equals("name")
                ? MINIMAL.replace("name: wire", line)
                : kept + "    " + line.replace('\'', '"') + "\n";

        assertThat(wrong(yaml))
                .hasMessageContaining("sources.yaml")
                .hasMessageContaining("field '" + field + "'")
                .hasMessageContaining(allowed)
                .hasMessageNotContaining("hush");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sources: 5                                                  | must be a list
            sources: [5]                                                | must be fields
            - name: a                                                   | begins with 'sources:'
            ''                                                          | 'sources' is missing
            feeds: []                                                   | unknown field 'feeds'
            sources: [                                                  | not YAML
            sources: [{name: a, name: b}]                               | name
            sources: [{url: {{wire}}/rss, name: a}]                     | line 1
            """)
    void aFileOfAnotherShapeIsExplained(String yaml, String explained) {
        assertThat(wrong(yaml)).hasMessageContaining("line 1").hasMessageContaining(explained);
    }

    @Test
    void aPlaceholderWithoutQuotesIsToldToTakeThem() {
        assertThat(wrong(MINIMAL.replace("https://wire.example.com", "{{key}}")))
                .hasMessageContaining("line 3")
                .hasMessageContaining("needs quotes");
    }

    @Test
    void noSourcesAtAllMustBeSaid() {
        assertThat(parse("sources: []")).isEmpty();
    }

    @Test
    void aFileIsNamedByItsPath(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("mine.yaml"), "sources: 1");

        assertThatThrownBy(() -> SourcesFile.read(file, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> SourcesFile.read(dir.resolve("none.yaml"), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none.yaml");
        assertThatThrownBy(() -> SourcesFile.bundled("none.yaml", Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none.yaml");
    }

    @Test
    void theBundledSourcesAreADozenAndValid() {
        assertThat(SourcesFile.bundled("sources.yaml", Map.of()))
                .hasSizeGreaterThanOrEqualTo(12)
                .allMatch(source -> source.url().getScheme().equals("https"))
                .anyMatch(source -> source.url().getQuery() != null
                        && source.url().getQuery().contains("type=8-K"));
    }

    @Test
    void theDemonstrationReadsTheSampleWireEveryTwoSeconds() {
        List<Source> sources = SourcesFile.bundled("sources-demo.yaml", Map.of("wire.url", "http://127.0.0.1:4711"));

        assertThat(sources)
                .extracting(source -> source.url().toString())
                .containsExactly(
                        "http://127.0.0.1:4711/news/rss.xml",
                        "http://127.0.0.1:4711/filings/atom.xml",
                        "http://127.0.0.1:4711/social/feed.json");
        assertThat(sources).extracting(Source::cron).containsOnly("0/2 * * * * ?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- name: a\n  <<: *b", "sources: &a\n  - name: *a"})
    void aliasesAreRefused(String yaml) {
        assertThat(wrong(yaml)).hasMessageContaining("line");
    }

    private static List<Source> parse(String yaml) {
        return SourcesFile.parse("sources.yaml", yaml, Map.of("key", "secret"));
    }

    private static ConfigurationException wrong(String yaml) {
        return catchThrowableOfType(ConfigurationException.class, () -> parse(yaml));
    }

    @Test
    void everythingWrongWithAKindAndItsOptionsIsSaidByLineAndField() {
        ConfigurationException wrong = wrong("""
                sources:
                  - name: api
                    kind: json
                    url: https://api.example.com/
                    cron: 0 0/5 * * * ?
                    options:
                      items: "$.["
                      colour: red
                  - name: page
                    kind: html
                    url: https://bank.example.com/
                    cron: 0 0/5 * * * ?
                    options: {item: "li[", date_format: "dd/QQQQQQ", date_zone: Mars}
                    limits: {min_interval: 1h, max_interval: 10m, requests_per_second: 0, max_items: none, max_bytes: 5XB}
                  - name: inbox
                    kind: folder
                    url: https://example.com/
                    cron: 0 0/5 * * * ?
                  - name: filings
                    kind: edgar
                    url: https://www.sec.gov/
                    cron: 0 0/5 * * * ?
                    full_text: feed
                    options: {forms: 8-K}
                  - name: other
                    kind: telex
                    url: https://example.com/
                    cron: 0 0/5 * * * ?
                  - name: plain
                    url: https://example.com/
                    cron: 0 0/5 * * * ?
                    options: {items: $}
                """);

        assertThat(wrong.getMessage())
                .contains("line 7, source 'api', field 'options.items': '$.[' is not a JSONPath")
                .contains("line 8, source 'api', field 'options.colour': is unknown; allowed: items, title")
                .contains("source 'api', field 'options.link': is missing, and so is 'id'")
                .contains("field 'options.item': 'li[' is not a CSS selector")
                .contains("field 'options.date_format'")
                .contains("field 'options.date_zone': 'Mars' is not a time zone")
                .contains("field 'limits.max_interval': is less than min_interval")
                .contains("field 'limits.requests_per_second': '0' is not a rate")
                .contains("field 'limits.max_items': 'none'")
                .contains("field 'limits.max_bytes': '5XB' is not a size; such as 500KB or 5MB")
                .contains("line 17, source 'inbox', field 'url': a folder has none")
                .contains("source 'inbox', field 'options.path': is missing")
                .contains("line 23, source 'filings', field 'full_text'")
                .contains("field 'options.forms': must be a list, such as [8-K, 10-Q]")
                .contains("line 26, source 'other', field 'kind': 'telex' is not a kind of source; allowed: feed")
                .contains("source 'plain', field 'options': kind feed has none");
    }

    @Test
    void limitsAreRead() {
        SourceLimits limits = parse(MINIMAL + "    limits: {min_interval: 30s, max_interval: 6h,"
                        + " requests_per_second: 0.5, max_items: 50, max_bytes: 2MB}\n")
                .get(0)
                .limits();

        assertThat(limits)
                .isEqualTo(new SourceLimits(
                        Optional.of(Duration.ofSeconds(30)),
                        Optional.of(Duration.ofHours(6)),
                        OptionalDouble.of(0.5),
                        OptionalInt.of(50),
                        OptionalInt.of(2 << 20)));
    }
}
