package caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.config.ConfigurationException;
import caravan.config.Settings;
import caravan.testing.LockHolder;
import caravan.testing.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    private static final ServiceAddresses ADDRESSES =
            new ServiceAddresses("k:1", "redis://r:2", "jdbc:postgresql://p:3/");

    @TempDir
    private Path parent;

    private Path folder() {
        return parent.resolve("some/where");
    }

    @Test
    void aSecondCaravanIsRefusedByTheFoldersName() {
        try (DataFolder first = DataFolder.take(folder())) {
            first.announce(ADDRESSES);
            assertThatThrownBy(() -> DataFolder.take(folder()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(folder().toString())
                    .hasMessageContaining("caravan.data");
        }
        try (DataFolder next = DataFolder.take(folder())) {
            assertThat(next).as("free again once it was given back").isNotNull();
        }
    }

    @Test
    void whoAsksOrIsRefusedTakesNothingFromTheOneThatHoldsIt() throws Exception {
        try (DataFolder first = DataFolder.take(folder())) {
            first.announce(ADDRESSES);
            assertThat(DataFolder.running(folder())).hasValue(ADDRESSES);
            assertThatThrownBy(() -> DataFolder.take(folder())).isInstanceOf(ConfigurationException.class);
            assertThat(LockHolder.mayTake(folder())).as("another process may").isFalse();
            assertThat(DataFolder.running(folder())).hasValue(ADDRESSES);
        }
        assertThat(LockHolder.mayTake(folder()))
                .as("another process may, afterwards")
                .isTrue();
    }

    @Test
    void onlyTheServicesOfACaravanThatRunsAreAnnounced() throws IOException {
        assertThat(DataFolder.running(folder())).as("where nobody ever was").isEmpty();
        try (DataFolder first = DataFolder.take(folder())) {
            assertThat(DataFolder.running(folder())).as("not started yet").isEmpty();
            first.announce(ADDRESSES);
            assertThat(DataFolder.running(folder())).hasValue(ADDRESSES);
        }
        assertThat(DataFolder.running(folder())).as("stopped").isEmpty();
        Files.writeString(folder().resolve("services.json"), "left by one that was killed");
        assertThat(DataFolder.running(folder())).isEmpty();
    }

    @Test
    void whoGivesItBackTwiceTakesItFromNobody() {
        DataFolder first = DataFolder.take(folder());
        first.close();
        try (DataFolder next = DataFolder.take(folder())) {
            next.announce(ADDRESSES);
            first.close();
            assertThat(DataFolder.running(folder())).hasValue(ADDRESSES);
        }
    }

    @Test
    void aFolderThatIsAFileIsNamed() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");
        assertThatThrownBy(() -> DataFolder.take(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("caravan.data", file.toString());
    }

    @Test
    void aProcessKeepsItsNameFromStartToStart() {
        Settings settings = Services.settings(Map.of());
        String name;
        try (DataFolder first = DataFolder.take(folder())) {
            name = first.node(settings);
            assertThat(name).startsWith("caravan-").isEqualTo(first.node(settings));
        }
        try (DataFolder next = DataFolder.take(folder());
                DataFolder other = DataFolder.take(parent.resolve("other"))) {
            assertThat(next.node(settings)).isEqualTo(name);
            assertThat(other.node(settings)).isNotEqualTo(name);
            assertThat(other.node(Services.settings(Map.of("caravan.node", "mine"))))
                    .isEqualTo("mine");
        }
    }
}
