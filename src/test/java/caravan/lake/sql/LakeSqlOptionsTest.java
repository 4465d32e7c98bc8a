package caravan.lake.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.Workshop;
import caravan.config.ConfigurationException;
import caravan.testing.Services;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LakeSqlOptionsTest {

    private static Optional<LakeSqlOptions> with(String key, String value) {
        return new Workshop(Services.settings(Map.of(key, value))).lakeSqlOptions();
    }

    @Test
    void postgresqlMayBeToldNothingOfTheLake() {
        assertThat(with("lake.sql", "off")).isEmpty();
    }

    @Test
    void theLakeIsWhereTheServerSeesItAndAbsolute() {
        assertThat(with("lake.sql.path", "/mnt/lake/").orElseThrow().serverPath())
                .isEqualTo("/mnt/lake");
        assertThat(with("caravan.lake", "mine/lake").orElseThrow().serverPath())
                .startsWith("/")
                .endsWith("/mine/lake");
    }

    @Test
    void whatCannotBeMeantIsNamed() {
        assertThatThrownBy(() -> with("lake.sql", "maybe"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("lake.sql is 'maybe'; it must be auto, files, tables or off");
        assertThatThrownBy(() -> with("lake.sql.memory", "plenty"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("lake.sql.memory is 'plenty'; it must be a size such as 512MB or 2GB");
    }
}
