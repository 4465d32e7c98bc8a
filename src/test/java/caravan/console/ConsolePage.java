package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.testing.Browser;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;

/** The route console as somebody sees it who has logged in. */
final class ConsolePage {

    /** What is there is found at once; the rest is for a machine that is busy with other things. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final By TABS = By.cssSelector("nav[aria-label='Camel Nav'] a");
    private static final String ASK = """
            const done = arguments[arguments.length - 1];
            fetch(arguments[0], {credentials: 'include', mode: arguments[1]})
                .then((answer) => answer.text().then((text) => done(text || answer.type)), (failure) => done(String(failure)));
            """;

    private final Browser browser;
    private final Application caravan;
    private final String context;

    /** @param context the name of Caravan's Camel context, by which the console knows its routes */
    ConsolePage(Browser browser, Application caravan, String context) {
        this.browser = browser;
        this.caravan = caravan;
        this.context = context;
    }

    /** A page with the password in its own address could ask for nothing; so a small one is opened for that. */
    void logIn(String user, String password) {
        browser.driver()
                .get(caravan.http().toString().replace("//", "//%s:%s@".formatted(user, password)) + "/hawtio/user");
    }

    /** Opens the list of all routes. */
    void openRoutes() {
        open("camel/routes?nid=org.apache.camel-CamelContexts-%s-routes-folder".formatted(context));
        awaitThat("td[data-label='Name']", names -> names.size() > 10);
    }

    /** Selects a route in the tree, and one of its tabs. */
    void openRoute(String route, String tab) {
        openRoutes();
        // Another Caravan of this JVM has routes of the same names.
        click("//%s/ancestor::li[1]//%s".formatted(node(context), node(route)));
        click("//nav[@aria-label='Camel Nav']//a[normalize-space()='%s']".formatted(tab));
    }

    private static String node(String name) {
        return "*[contains(@class, 'tree-view__node') and normalize-space()='%s']".formatted(name);
    }

    private void open(String view) {
        browser.driver().get(caravan.http().resolve("/hawtio/" + view).toString());
    }

    String text() {
        return browser.driver().findElement(By.tagName("body")).getText();
    }

    /** The names of the tabs over what is selected. */
    List<String> tabs() {
        return browser.driver().findElements(TABS).stream()
                .map(WebElement::getText)
                .toList();
    }

    void awaitThat(String css, Predicate<List<WebElement>> found) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> found.test(browser.driver().findElements(By.cssSelector(css))));
    }

    /** Ticks a route in the list. */
    void tick(String route) {
        click(row(route) + "//input[@type='checkbox']");
    }

    void press(String button) {
        click("//button[normalize-space()='%s']".formatted(button));
    }

    private void click(String xpath) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> {
                    browser.driver().findElement(By.xpath(xpath)).click();
                    return true;
                });
    }

    void awaitInList(String route, String state) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .untilAsserted(() -> assertThat(browser.driver().findElements(By.xpath(row(route))))
                        .singleElement()
                        .satisfies(row -> assertThat(row.getText()).contains(state)));
    }

    private static String row(String route) {
        return "//tr[td[@data-label='Name' and normalize-space()='%s']]".formatted(route);
    }

    /** What a script of the page that is shown is answered. */
    String ask(String address) {
        return ask(caravan.http().resolve(address), "same-origin");
    }

    /** @param mode of {@code fetch} */
    String ask(URI address, String mode) {
        return String.valueOf(browser.driver().executeAsyncScript(ASK, address.toString(), mode));
    }

    void picture(String name) {
        browser.picture(name);
    }
}
