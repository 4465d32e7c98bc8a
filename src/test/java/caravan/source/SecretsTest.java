package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

    private final Secrets none = Secrets.of(List.of());

    @Test
    void itsValuesAreHiddenHoweverAUrlSpellsThem() {
        Secrets secrets = Secrets.of(List.of("hush hush", "hush hush/2", ""));
        assertThat(secrets.hide("https://a/hush%20hush%2F2/x?q=hush+hush: 'hush hush' and hush"))
                .isEqualTo("https://a/.../x?q=...: '...' and hush");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a/rss?key=hush&page=2, https://a/rss?key=...&page=2",
        "https://a/rss?page=2&apiKey=hush, https://a/rss?page=2&apiKey=...",
        "https://a/rss?crtfc_key=hush#top, https://a/rss?crtfc_key=...#top",
        "see <https://a/?access_token=hush> for more, see <https://a/?access_token=...> for more",
        "(https://a/?X-Amz-Signature=hush), (https://a/?X-Amz-Signature=...)",
        "https://me:hush@a/rss, https://a/rss",
        "https://a/rss?keywords=apple&author=me&page=2, https://a/rss?keywords=apple&author=me&page=2",
        "https://a/keys/2?type=8-K, https://a/keys/2?type=8-K",
    })
    void whatItsNameGivesAwayIsHiddenInAnyAddress(String text, String shown) {
        assertThat(none.hide(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, true",
        "X-API-Key, true",
        "Ocp-Apim-Subscription-Key, true",
        "Cookie, true",
        "Accept-Language, false",
        "Referer, false",
    })
    void headersAreSecretsByTheirNames(String header, boolean secret) {
        assertThat(Secrets.isTelling(header)).isEqualTo(secret);
    }
}
