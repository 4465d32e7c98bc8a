package caravan.source;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which addresses outside data may make this process connect to: the public internet, and what the operator allows.
 *
 * <p>It judges addresses, not names: whatever a name, a decimal number or an octal one resolves to is what counts.
 * Not public are the special-purpose blocks of the IANA registries (RFC 6890 and successors). Of IPv6 only global
 * unicast is public, and an address that carries an IPv4 address (mapped, 6to4, NAT64) is as public as that one.
 * Immutable and thread-safe.
 */
public final class HostPolicy {

    private static final List<Block> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    // Within global unicast: Teredo, ORCHID and other protocol assignments; documentation.
                    "2001:0:0:0:0:0:0:0/23",
                    "2001:db8:0:0:0:0:0:0/32",
                    "3fff:0:0:0:0:0:0:0/20")
            .map(Block::of)
            .toList();

    private static final Block GLOBAL_UNICAST = Block.of("2000:0:0:0:0:0:0:0/3");
    private static final Block SIX_TO_FOUR = Block.of("2002:0:0:0:0:0:0:0/16");
    private static final Block NAT64 = Block.of("64:ff9b:0:0:0:0:0:0/96");

    private static final Pattern ALLOWED =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^\\s:/\\[\\]@]+)|([0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*))"
                    + "(?::(\\d{1,5}))?");

    private final Set<String> allowed;

    private HostPolicy(Set<String> allowed) {
        this.allowed = allowed;
    }

    /** The public internet and nothing else. */
    public static HostPolicy publicOnly() {
        return new HostPolicy(Set.of());
    }

    /**
     * The public internet and these hosts, wherever they are.
     *
     * @param allowed each a host ({@code wire.internal}, {@code 10.1.2.3}, {@code [fd00::1]}) on any port, or
     *     {@code host:port}; spelled as in the URLs that use it, in any case
     * @throws IllegalArgumentException when one is neither; the message names it
     */
    public static HostPolicy allowing(Collection<String> allowed) {
        return new HostPolicy(allowed.stream().map(HostPolicy::parsed).collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Lets {@code address} pass or throws.
     *
     * @param host as the URL spells it; an IPv6 literal without brackets
     * @param port the URL's, or its scheme's
     * @param address one of those {@code host} resolved to
     * @throws RefusedAddressException when it is neither public nor allowed
     */
    public void check(String host, int port, InetAddress address) {
        String name = normal(host);
        if (!isPublic(address) && !allowed.contains(name) && !allowed.contains(name + " " + port)) {
            throw new RefusedAddressException(
                    "%s is refused: it leads to %s, which is not a public address; allow %s:%d in the configuration if"
                                    .formatted(host, address.getHostAddress(), host, port)
                            + " it is meant");
        }
    }

    /** Whether {@code address} is on the public internet, as far as its number tells. */
    public static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return NOT_PUBLIC.stream().noneMatch(block -> block.contains(bytes));
        }
        if (SIX_TO_FOUR.contains(bytes)) {
            return isPublic(embedded(bytes, 2));
        }
        if (NAT64.contains(bytes)) {
            return isPublic(embedded(bytes, 12));
        }
        return GLOBAL_UNICAST.contains(bytes) && NOT_PUBLIC.stream().noneMatch(block -> block.contains(bytes));
    }

    private static InetAddress embedded(byte[] address, int at) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address, at, at + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are always an address", e);
        }
    }

    private static String parsed(String allowed) {
        Matcher parts = ALLOWED.matcher(allowed.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a host that can be allowed; write host, host:port or [IPv6]:port".formatted(allowed));
        }
        String host = normal(Stream.of(1, 2, 3)
                .map(parts::group)
                .filter(group -> group != null)
                .findFirst()
                .orElseThrow());
        return parts.group(4) == null ? host : host + " " + Integer.parseInt(parts.group(4));
    }

    private static String normal(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private record Block(byte[] network, int prefix) {

        static Block of(String cidr) {
            String[] parts = cidr.split("/");
            try {
                return new Block(InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("Not a block of addresses: " + cidr, e);
            }
        }

        boolean contains(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            int rest = network.length * 8 - prefix;
            return new BigInteger(1, address).shiftRight(rest).equals(new BigInteger(1, network).shiftRight(rest));
        }
    }
}
