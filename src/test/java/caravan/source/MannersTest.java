package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MannersTest {

    @Test
    void whatIsSaidOfHostsIsReadAsItIsWritten() {
        assertThat(Manners.hosts(List.of("SEC.gov=8/4", " [::1] = 0.5/1 ")))
                .containsEntry("sec.gov", new Manners.Share(8, 4))
                .containsEntry("::1", new Manners.Share(0.5, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sec.gov",
                "sec.gov=8",
                "=8/4",
                "sec.gov=fast/4",
                "sec.gov=0/4",
                "sec.gov=1/0",
                "http://a=1/1",
                "a=1.1.1/1"
            })
    void whatCannotBeReadIsNamed(String text) {
        assertThatThrownBy(() -> Manners.hosts(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void theLongestNameAHostFallsUnderIsTheOneThatHolds() {
        Manners manners = new Manners(
                1,
                Manners.hosts(List.of("example.com=1/1", "feeds.example.com=2/1")),
                Duration.ZERO,
                Duration.ZERO,
                true);
        assertThat(manners.declared("a.feeds.example.com")).hasValue("feeds.example.com");
        assertThat(manners.declared("www.example.com")).hasValue("example.com");
        assertThat(manners.declared("example.org")).isEmpty();
        assertThat(manners.declared("badexample.com")).isEmpty();
    }
}
