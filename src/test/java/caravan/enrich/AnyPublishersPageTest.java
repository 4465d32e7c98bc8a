package caravan.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import caravan.article.TextQuality;
import caravan.source.Fetched;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages built the ways publishers build them: the whole article, and nothing but the article. */
class AnyPublishersPageTest {

    private static final String ONE =
            "Example Corp said on Monday that quarterly revenue rose 12 percent to $4.1 billion, helped by orders in Asia.";
    private static final String TWO =
            "Analysts had expected $3.9 billion, according to a survey, and the shares gained 5 percent before the bell.";
    private static final String THREE =
            "The chief executive told investors that margins would widen next year as the new plant comes into use.";
    private static final String ARTICLE = ONE + "\n\n" + TWO + "\n\n" + THREE;

    private static String p(String text) {
        return "<p>" + text + "</p>";
    }

    private static final String BODY = p(ONE) + p(TWO) + p(THREE);

    @Test
    void linksToOtherArticlesBetweenParagraphsGo() {
        assertThat(text("<article>" + p(ONE)
                        + "<p><a href='/x'>Rival Inc cuts its outlook for the whole year again</a></p>"
                        + p("<strong>READ MORE:</strong> <a href='/y'>Why chips are scarce</a>") + p(TWO)
                        + "<div class='related-articles'><h3>Related</h3><ul><li><a href='/z'>Other</a></li></ul></div>"
                        + p(THREE) + "</article>"))
                .isEqualTo(ARTICLE);
    }

    @Test
    void newslettersPromotionsAndAdvertisementsWithinTheTextGo() {
        assertThat(text("<div class='story-body'>" + p(ONE)
                        + "<div class='newsletter-signup'><p>Get our newsletter in your inbox every morning, for free.</p></div>"
                        + p(TWO) + "<p>Advertisement</p><p>Sign up for our daily email newsletter here.</p>" + p(THREE)
                        + "</div>"))
                .isEqualTo(ARTICLE);
    }

    @Test
    void captionsCreditsAndBylinesGo() {
        assertThat(text("<article><h1>Example grows</h1><p class='byline'>By Jane Doe</p><p>Jan. 5, 2026</p>"
                        + "<figure><img src='a.jpg'><figcaption>A plant of Example in Texas, seen in May.</figcaption></figure>"
                        + p(ONE) + p(TWO) + "<p>Photo: Jane Doe/Getty Images</p>" + p(THREE) + "</article>"))
                .isEqualTo(ARTICLE);
    }

    @Test
    void whatFollowsTheArticleGoes() {
        assertThat(
                        text(
                                "<main>" + BODY
                                        + "<p>Jane Doe is a reporter who covers industry for the Example Times.</p>"
                                        + "<h3>More from Markets</h3><p>Somebody else did something that is a whole sentence.</p>"
                                        + "<section id='comments'><p>I do not believe a word of what this company says, honestly.</p></section>"
                                        + "</main><footer><p>All rights reserved. The Example Times is a registered trademark.</p></footer>"))
                .isEqualTo(ARTICLE);
    }

    @Test
    void aWallOfConsentIsNoArticle() {
        assertThat(text("<div id='onetrust-consent-sdk'>"
                        + p("We and our partners store and access information on your device, such as cookies. "
                                .repeat(4))
                        + "</div><div><div>" + BODY + "</div></div>"))
                .isEqualTo(ARTICLE);
    }

    @Test
    void paragraphsOfLineBreaksStayApart() {
        assertThat(text("<div><div class='nav'><a href='/'>Home</a></div><div id='txt'>" + ONE + "<br><br>" + TWO
                        + "<br><br>" + THREE + "</div></div>"))
                .isEqualTo(ARTICLE);
    }

    @Test
    void anArticleInSectionsOfAPageBuilderIsTakenWhole() {
        String section = "<div class='block'><div class='inner'><div class='text'>%s</div></div></div>";
        assertThat(text("<div class='builder'>" + section.formatted(p(ONE)) + section.formatted(p(TWO))
                        + section.formatted(p(THREE)) + "</div>"))
                .isEqualTo(ARTICLE);
    }

    @Test
    void listsAndSubheadingsAreOfTheArticle() {
        assertThat(text("<article>" + p(ONE) + "<h2>By the numbers</h2><ul><li>Revenue: $4.1 billion</li>"
                        + "<li>Orders: 18,000</li></ul>" + p(TWO) + "</article>"))
                .isEqualTo(ONE + "\n\nBy the numbers\n\nRevenue: $4.1 billion\n\nOrders: 18,000\n\n" + TWO);
    }

    @Test
    void aRowOfTeasersIsNotTakenForTheArticle() {
        String teaser = "<div class='c'><h3><a href='/%1$d'>Another company does something else %1$d</a></h3>"
                + "<p>What it did is told here in a sentence that reads like any other of an article.</p></div>";
        assertThat(text("<div>" + BODY + "</div><div class='x'>" + teaser.formatted(1) + teaser.formatted(2)
                        + teaser.formatted(3) + "</div>"))
                .isEqualTo(ARTICLE);
    }

    @Test
    void aTableOfFiguresKeepsItsRows() {
        assertThat(text("<article>" + p(ONE) + "<table><tr><th>Year</th><th>Revenue</th></tr>"
                        + "<tr><td>2025</td><td>$</td><td>4.1</td></tr></table>" + p(TWO) + "</article>"))
                .isEqualTo(ONE + "\n\nYear | Revenue\n2025 | $4.1\n\n" + TWO);
    }

    @Test
    void hiddenTextGoesUnlessItIsTheArticle() {
        assertThat(text("<div>" + BODY + "</div><div style='display: none'>" + p("Hidden. " + ONE) + "</div>"))
                .isEqualTo(ARTICLE);
        assertThat(text("<div style='display:none'>" + BODY + "</div>")).isEqualTo(ARTICLE);
    }

    @Test
    void whatAShadowRootDeclaresIsShown() {
        assertThat(text("<news-story><template shadowrootmode='open'><article>" + BODY
                        + "</article></template></news-story>"))
                .isEqualTo(ARTICLE);
    }

    @Test
    void scriptsOtherThanLatinAreProseToo() {
        String chinese = "示例公司周一表示，受亚洲订单增长推动，季度收入增长百分之十二，达到四十一亿美元。";
        String more = "公司首席执行官对投资者表示，随着新工厂投产，明年利润率将会进一步扩大，超出市场预期。";
        assertThat(text("<div><ul><li><a href='/'>首页</a></li></ul><div>" + p(chinese) + p(more)
                        + "</div><p>相关阅读：<a href='/b'>另一家公司</a></p></div>"))
                .isEqualTo(chinese + "\n\n" + more);
    }

    @Test
    void anArticleThatIsOnlyInThePagesDataIsReadThere() {
        String html =
                "<div id='root'><p>Loading.</p></div><script type='application/ld+json'>{\"@type\":\"NewsArticle\","
                        + "\"articleBody\":\"" + ARTICLE.replace("\n", "\\n") + "\"}</script>";

        assertThat(extracted(html)).isEqualTo(new ExtractedText(ARTICLE, TextQuality.EMBEDDED));
    }

    @Test
    void whatAPageSaysOnItsButtonsIsNoArticle() {
        StringBuilder messages = new StringBuilder();
        for (int number = 0; number < 40; number++) {
            messages.append(
                    ",\"message.%d\":\"Click number %d to receive an e-mail about your reviews, and opt out at any time.\""
                            .formatted(number, number));
        }
        assertThat(text("<div id='__next'></div><script id='__NEXT_DATA__' type='application/json'>{\"messages\":{"
                        + messages.substring(1) + "},\"post\":{\"blocks\":[{\"text\":\"" + ONE + "\"},{\"text\":\""
                        + TWO
                        + "\"},{\"text\":\"" + THREE + "\"}]}}</script>"))
                .isEqualTo(ARTICLE);
    }

    @Test
    void anArticleInTheStateThatAPageIsDrawnFromIsReadThere() {
        String html = "<div id='__next'></div><script id='__NEXT_DATA__' type='application/json'>{\"props\":{\"menu\":"
                + "[\"Home\",\"Markets\"],\"story\":{\"title\":\"T\",\"body\":[{\"text\":\"" + ONE + "\"},{\"text\":\""
                + TWO
                + "\"},{\"text\":\"" + THREE + "\"}]}}}</script>";

        assertThat(extracted(html)).isEqualTo(new ExtractedText(ARTICLE, TextQuality.EMBEDDED));
    }

    @Test
    void behindAPaywallATeaserIsKnownToBeCutShort() {
        assertThat(extracted("<article>" + p(ONE)
                        + "<p>To continue reading this article, please subscribe. Already a subscriber?"
                        + " <a href='/login'>Log in</a></p></article>"))
                .isEqualTo(new ExtractedText(ONE, TextQuality.TRUNCATED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Just a moment...                        | Verifying you are human. This may take a few seconds.
            Before you continue                     | We and our 842 partners use cookies to store and access information.
            Access Denied                           | You do not have permission to access this page on this server.
            Example Times - Page not found          | The page you were looking for may have been moved or deleted.
            404 - Example Times                     | Try our search, or go back to the front page of our site to find it.
            Oops! This page doesn't exist           | Try our search, or go back to the front page of our site to find it.
            Example grows                           | You need to enable JavaScript to run this app.
            Example grows - Example Times           | Example grows
            """)
    void whatStandsInTheWayOfAnArticleIsNone(String title, String words) {
        assertThatThrownBy(() -> new WholeText().page(titled(title, p(words))))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("https://news.example/a shows no article but '");
    }

    @Test
    void anArticleAboutWhatStandsInTheWayIsOne() {
        assertThat(new WholeText()
                        .page(titled(
                                "Access denied",
                                "<article>" + p(ONE + TWO + THREE) + p(THREE + TWO + ONE) + p(TWO + ONE + THREE)
                                        + p(TWO + THREE + ONE) + "</article>"))
                        .text())
                .contains(ONE);
        assertThat(new WholeText()
                        .page(titled("Just a moment that changed Example", "<article>" + p(ONE) + "</article>"))
                        .text())
                .isEqualTo(ONE);
    }

    private static Fetched titled(String title, String body) {
        return new Fetched(
                URI.create("https://news.example/a"),
                false,
                Optional.of("text/html; charset=utf-8"),
                Optional.empty(),
                Optional.empty(),
                "<html><head><title>%s</title></head><body><div id='root'>%s</div></body></html>"
                        .formatted(title, body)
                        .getBytes(UTF_8),
                Instant.EPOCH);
    }

    private static String text(String body) {
        return extracted(body).text();
    }

    private static ExtractedText extracted(String body) {
        return new WholeText()
                .page(new Fetched(
                        URI.create("https://news.example/a"),
                        false,
                        Optional.of("text/html; charset=utf-8"),
                        Optional.empty(),
                        Optional.empty(),
                        ("<html><head><title>Example grows - Example Times</title></head><body>" + body
                                        + "</body></html>")
                                .getBytes(UTF_8),
                        Instant.EPOCH));
    }
}
