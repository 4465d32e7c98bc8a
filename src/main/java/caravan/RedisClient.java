package caravan;

import caravan.config.ConfigurationException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The connection to Redis; text in, text out. Reconnects by itself. */
public final class RedisClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LettuceConnectionFactory factory;

    private RedisClient(LettuceConnectionFactory factory) {
        this.factory = factory;
    }

    /** @throws ConfigurationException when {@code url} is not a Redis URL */
    static RedisURI address(String url) {
        try {
            return RedisURI.create(url);
        } catch (IllegalArgumentException e) {
            // Neither the address nor the client's complaint, which repeats it, is shown: it may hold a password.
            throw new ConfigurationException("redis.url is not a Redis URL such as redis://host:6379", e);
        }
    }

    /** @throws ConfigurationException when {@code url} is not a Redis URL */
    public static RedisClient connect(String url) {
        RedisURI uri = address(url);
        LettuceClientConfiguration.LettuceClientConfigurationBuilder client =
                LettuceClientConfiguration.builder().commandTimeout(PATIENCE);
        if (uri.isSsl()) {
            client.useSsl();
        }
        LettuceConnectionFactory factory =
                new LettuceConnectionFactory(LettuceConnectionFactory.createRedisConfiguration(uri), client.build());
        factory.afterPropertiesSet();
        factory.start();
        return new RedisClient(factory);
    }

    public StringRedisTemplate template() {
        return new StringRedisTemplate(factory);
    }

    @Override
    public void close() {
        factory.destroy();
    }
}
