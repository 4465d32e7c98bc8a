package caravan.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimCheckTest {

    @TempDir
    private Path parent;

    private ClaimCheck claimCheck() {
        return new ClaimCheck(parent.resolve("kept"), 10);
    }

    @Test
    void onlyWhatIsLargerThanAMessageNeedsATicket() {
        assertThat(claimCheck().isTooLarge(new byte[10])).isFalse();
        assertThat(claimCheck().isTooLarge(new byte[11])).isTrue();
    }

    @Test
    void theSameBytesAreKeptOnceHoweverManyBringThemAtOnce() throws IOException {
        byte[] body = "the same".repeat(100_000).getBytes(UTF_8);
        assertThat(IntStream.range(0, 16)
                        .parallel()
                        .mapToObj(number -> claimCheck().store(body))
                        .collect(Collectors.toSet()))
                .singleElement()
                .satisfies(ticket -> assertThat(claimCheck().redeem(ticket)).isEqualTo(body));
        assertThat(parent.resolve("kept").toFile().list()).hasSize(1);
    }

    /** A ticket is a header of a record, and so comes from outside. */
    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc/hostname", "", ".", "0000", "a\0b"})
    void whatIsNoTicketOpensNothing(String ticket) throws IOException {
        claimCheck().store("more than ten bytes".getBytes(UTF_8));
        Files.writeString(parent.resolve("secret"), "not for you");
        assertThatThrownBy(() -> claimCheck().redeem(ticket)).isInstanceOf(IOException.class);
    }

    @Test
    void aTicketWhoseFileIsGoneIsNamed() {
        String ticket = "0".repeat(64);
        assertThatThrownBy(() -> claimCheck().redeem(ticket))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(ticket);
    }

    @Test
    void aFolderThatCannotBeWrittenIsTriedAgainLater() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");
        assertThatThrownBy(() -> new ClaimCheck(file, 10).store(new byte[11]))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(file.toString());
    }
}
