package caravan.live.alert;

import caravan.RedisClient;

/** Looks at what Redis knows of a ticker. */
final class TickerAlertsProbe {

    private final String redisUrl;

    TickerAlertsProbe(String redisUrl) {
        this.redisUrl = redisUrl;
    }

    /** How many articles are remembered. */
    int counted(String ticker) {
        try (RedisClient redis = RedisClient.connect(redisUrl)) {
            String state = redis.template().opsForValue().get("{sentiment:%s}:alerts".formatted(ticker));
            return state == null ? 0 : TickerWindowJson.read(state).counted().size();
        }
    }
}
