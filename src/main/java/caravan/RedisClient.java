package caravan;

import caravan.config.ConfigurationException;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettucePoolingClientConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The connection to Redis, one server or a cluster; text in, text out. Reconnects by itself. */
public final class RedisClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Twice as many as there are legs and requests that use Redis at the same moment on a busy day. */
    private static final int CONNECTIONS = 64;

    /** How often it is asked which node has which keys, beside whenever one says that it has moved. */
    private static final Duration TOPOLOGY = Duration.ofSeconds(60);

    private static final Pattern SEVERAL =
            Pattern.compile("(?<before>rediss?://(?:[^/]*@)?)(?<hosts>[^/?@]*,[^/?@]*)(?<after>.*)");

    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^\\s:/]+)(:\\d{1,5})?");

    private final LettuceConnectionFactory factory;

    private RedisClient(LettuceConnectionFactory factory) {
        this.factory = factory;
    }

    /**
     * The nodes that a URL names: one server, or several of a cluster.
     *
     * @throws ConfigurationException when {@code url} is not a Redis URL
     */
    static List<RedisURI> addresses(String url) {
        try {
            List<RedisURI> nodes = split(url).stream().map(RedisURI::create).toList();
            if (nodes.size() > 1 && nodes.get(0).getDatabase() != 0) {
                throw new ConfigurationException("redis.url names a database; a cluster has only the first");
            }
            return nodes;
        } catch (IllegalArgumentException e) {
            // Neither the address nor the client's complaint, which repeats it, is shown: it may hold a password.
            throw new ConfigurationException(
                    "redis.url is not a Redis URL such as redis://host:6379, or redis://host1:6379,host2:6379 for a cluster",
                    e);
        }
    }

    /** A URL for each of the nodes. */
    private static List<String> split(String url) {
        Matcher parts = SEVERAL.matcher(url.strip());
        if (!parts.matches()) {
            return List.of(url);
        }
        List<String> hosts = List.of(parts.group("hosts").split(",", -1));
        if (!hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            throw new IllegalArgumentException("Each node must be host:port");
        }
        return hosts.stream()
                .map(host -> parts.group("before") + host + parts.group("after"))
                .toList();
    }

    /** @throws ConfigurationException when {@code url} is not a Redis URL */
    public static RedisClient connect(String url) {
        List<RedisURI> nodes = addresses(url);
        LettuceClientConfiguration.LettuceClientConfigurationBuilder client =
                LettucePoolingClientConfiguration.builder().poolConfig(pool()).commandTimeout(PATIENCE);
        if (nodes.get(0).isSsl()) {
            client.useSsl();
        }
        RedisConfiguration configuration = LettuceConnectionFactory.createRedisConfiguration(nodes.get(0));
        if (nodes.size() > 1) {
            client.clientOptions(ClusterClientOptions.builder()
                    .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                            .enableAllAdaptiveRefreshTriggers()
                            .enablePeriodicRefresh(TOPOLOGY)
                            .build())
                    .build());
            configuration = cluster(nodes);
        }
        LettuceConnectionFactory factory = new LettuceConnectionFactory(configuration, client.build());
        factory.setPipeliningFlushPolicy(LettuceConnection.PipeliningFlushPolicy.flushOnClose());
        factory.afterPropertiesSet();
        factory.start();
        return new RedisClient(factory);
    }

    /** Each pipeline takes a connection of its own; without a pool it would be a new one each time. */
    private static GenericObjectPoolConfig<StatefulConnection<?, ?>> pool() {
        GenericObjectPoolConfig<StatefulConnection<?, ?>> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(PATIENCE);
        return pool;
    }

    private static RedisClusterConfiguration cluster(List<RedisURI> nodes) {
        RedisClusterConfiguration cluster = new RedisClusterConfiguration();
        nodes.forEach(node -> cluster.addClusterNode(new RedisNode(node.getHost(), node.getPort())));
        RedisCredentials credentials =
                nodes.get(0).getCredentialsProvider().resolveCredentials().block();
        if (credentials != null && credentials.hasUsername()) {
            cluster.setUsername(credentials.getUsername());
        }
        if (credentials != null && credentials.hasPassword()) {
            cluster.setPassword(RedisPassword.of(credentials.getPassword()));
        }
        return cluster;
    }

    public StringRedisTemplate template() {
        return new StringRedisTemplate(factory);
    }

    @Override
    public void close() {
        factory.destroy();
    }
}
