package caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void thePreferredPortIsChosenWhenItIsFree() {
        int preferred = Ports.free();
        assertThat(Ports.freeOr(preferred)).isEqualTo(preferred);
    }

    @Test
    void anotherIsChosenWhenThePreferredOneIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
            assertThat(Ports.freeOr(taken.getLocalPort())).isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void aServerOnAllAddressesTakesLoopbackToo() throws IOException {
        try (ServerSocket everywhere = new ServerSocket()) {
            everywhere.setReuseAddress(true);
            everywhere.bind(new InetSocketAddress("0.0.0.0", 0));
            assertThat(Ports.isFree(everywhere.getLocalPort())).isFalse();
        }
    }

    @Test
    void anotherIsChosenWhenThePreferredOneIsTakenAtTheAddressInQuestion() throws IOException {
        int preferred;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            preferred = taken.getLocalPort();
            assertThat(Ports.freeOr(preferred, "127.0.0.2")).isNotEqualTo(preferred);
        }
        assertThat(Ports.freeOr(preferred, "127.0.0.2")).isEqualTo(preferred);
    }

    @Test
    void whereNoneIsPreferredAnyFreeOneWillDo() {
        assertThat(Ports.isFree(Ports.freeOr(0))).isTrue();
    }
}
