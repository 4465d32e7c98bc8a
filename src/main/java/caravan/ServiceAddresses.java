package caravan;

import java.util.Objects;

/**
 * Where Kafka, Redis and PostgreSQL are, whoever runs them.
 *
 * @param kafkaBrokers as {@code bootstrap.servers} wants it
 * @param redisUrl {@code redis://} or {@code rediss://}, with credentials if need be
 * @param postgresUrl a JDBC URL, with credentials if need be
 */
public record ServiceAddresses(String kafkaBrokers, String redisUrl, String postgresUrl) {

    public ServiceAddresses {
        Objects.requireNonNull(kafkaBrokers, "kafkaBrokers");
        Objects.requireNonNull(redisUrl, "redisUrl");
        Objects.requireNonNull(postgresUrl, "postgresUrl");
    }
}
