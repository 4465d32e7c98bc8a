package caravan.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.RedisClient;
import caravan.testing.Services;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

class TickerBoardTest {

    private static final StringRedisTemplate REDIS =
            RedisClient.connect(Services.addresses().redisUrl()).template();

    private final TickerBoard board = new TickerBoard(REDIS);

    @AfterEach
    void leaveNothing() {
        REDIS.opsForSet().remove("tickers", "BOARD-A", "BOARD-B", "BOARD-C");
        REDIS.delete("sentiment:BOARD-A");
        REDIS.delete("sentiment:BOARD-B");
    }

    @Test
    void tickersAreShownInTheirOrderAndOneWhoseScoreIsNotThereYetIsLeftOut() {
        REDIS.opsForSet().add("tickers", "BOARD-C", "BOARD-B", "BOARD-A");
        REDIS.opsForValue().set("sentiment:BOARD-B", "{\"ticker\":\"BOARD-B\"}");
        REDIS.opsForValue().set("sentiment:BOARD-A", "{\"ticker\":\"BOARD-A\"}");
        assertThat(board.all())
                .extracting(score -> score.get("ticker").asText())
                .filteredOn(ticker -> ticker.startsWith("BOARD-"))
                .containsExactly("BOARD-A", "BOARD-B");
    }

    @Test
    void anUnknownTickerHasNoScore() {
        assertThat(board.of("BOARD-UNKNOWN")).isEmpty();
    }

    @Test
    void aScoreThatSomebodyHasSpoiltIsShownInTheComplaint() {
        REDIS.opsForValue().set("sentiment:BOARD-A", "{spoilt");
        assertThatThrownBy(() -> board.of("BOARD-A"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("{spoilt");
    }
}
