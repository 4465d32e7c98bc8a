package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPolicyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "2130706433",
                "127.1",
                "10.1",
                "::",
                "::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:7f00:1",
                "::127.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2002:c0a8:101::1",
                "2001:db8::1",
                "2001::1",
                "100::1",
                "4000::1"
            })
    void theseAreNotPublic(String literal) {
        assertThat(HostPolicy.isPublic(address(literal))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "134744072",
                "2606:4700::1111",
                "2001:4860:4860::8888",
                "::ffff:8.8.8.8",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1"
            })
    void theseArePublic(String literal) {
        assertThat(HostPolicy.isPublic(address(literal))).isTrue();
    }

    @Test
    void whatTheOperatorAllowsPassesOnThatPortOnly() {
        HostPolicy policy = HostPolicy.allowing(List.of("Wire.internal:8080", "[::1]:9000"));

        assertThatCode(() -> policy.check("wire.INTERNAL.", 8080, address("10.0.0.1")))
                .doesNotThrowAnyException();
        assertThatCode(() -> policy.check("::1", 9000, address("::1"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> policy.check("wire.internal", 80, address("10.0.0.1")))
                .isInstanceOf(RefusedAddressException.class)
                .hasMessageContaining("wire.internal")
                .hasMessageContaining("10.0.0.1");
        assertThatThrownBy(() -> policy.check("other.internal", 8080, address("10.0.0.1")))
                .isInstanceOf(RefusedAddressException.class);
    }

    @Test
    void aHostWithoutAPortIsAllowedOnEveryPort() {
        HostPolicy policy = HostPolicy.allowing(List.of("10.1.2.3", "fd00::1"));

        assertThatCode(() -> policy.check("10.1.2.3", 1234, address("10.1.2.3")))
                .doesNotThrowAnyException();
        assertThatCode(() -> policy.check("fd00::1", 80, address("fd00::1"))).doesNotThrowAnyException();
    }

    @Test
    void whatIsAllowedIsTheNameNotItsAddress() {
        HostPolicy policy = HostPolicy.allowing(List.of("wire.internal"));

        assertThatThrownBy(() -> policy.check("evil.example", 80, address("10.0.0.1")))
                .isInstanceOf(RefusedAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://a.example", "a b", "a:port", "user@a.example", "a.example/path"})
    void whatIsNoHostCannotBeAllowed(String text) {
        assertThatThrownBy(() -> HostPolicy.allowing(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Property
    void anAddressMappedIntoIpv6IsAsPublicAsItself(@ForAll @Size(4) byte[] ipv4) throws UnknownHostException {
        byte[] nat64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ipv4[0], ipv4[1], ipv4[2], ipv4[3]};
        byte[] sixToFour = {0x20, 0x02, ipv4[0], ipv4[1], ipv4[2], ipv4[3], 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        boolean isPublic = HostPolicy.isPublic(InetAddress.getByAddress(ipv4));

        assertThat(HostPolicy.isPublic(InetAddress.getByAddress(nat64))).isEqualTo(isPublic);
        assertThat(HostPolicy.isPublic(InetAddress.getByAddress(sixToFour))).isEqualTo(isPublic);
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(literal, e);
        }
    }
}
