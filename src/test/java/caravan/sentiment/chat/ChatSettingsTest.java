package caravan.sentiment.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.config.ConfigurationException;
import caravan.sentiment.Passage;
import caravan.sentiment.chat.ChatSettings.Calls;
import caravan.sentiment.chat.ChatSettings.Form;
import caravan.sentiment.chat.ChatSettings.Reply;
import caravan.sentiment.chat.ChatSettings.Spending;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatSettingsTest {

    @Test
    void theRequestSaysWhatTheSettingsSay() throws IOException {
        JsonNode request = request(new Reply(Form.JSON_SCHEMA, OptionalDouble.of(0), OptionalInt.of(7), 300, false));
        assertThat(request.path("model").asText()).isEqualTo("some/model");
        assertThat(request.path("temperature").asDouble(-1)).isZero();
        assertThat(request.path("seed").asInt()).isEqualTo(7);
        assertThat(request.path("max_tokens").asInt()).isEqualTo(300);
        assertThat(request.path("stream").asBoolean(false)).isFalse();
        JsonNode format = request.path("response_format");
        assertThat(format.path("type").asText()).isEqualTo("json_schema");
        assertThat(format.path("json_schema").path("strict").asBoolean()).isTrue();
        JsonNode schema = format.path("json_schema").path("schema");
        assertThat(schema.path("required")).hasSize(4);
        assertThat(schema.path("properties").path("label").path("enum")).hasSize(3);
        assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
    }

    @Test
    void whatAServerDoesNotTakeCanBeLeftOut() throws IOException {
        JsonNode request = request(new Reply(Form.TEXT, OptionalDouble.empty(), OptionalInt.empty(), 300, true));
        assertThat(request.has("temperature")).isFalse();
        assertThat(request.has("seed")).isFalse();
        assertThat(request.has("response_format")).isFalse();
        assertThat(request.has("max_tokens")).isFalse();
        assertThat(request.path("max_completion_tokens").asInt()).isEqualTo(300);
        assertThat(request(new Reply(Form.JSON_OBJECT, OptionalDouble.empty(), OptionalInt.empty(), 300, true))
                        .path("response_format")
                        .path("type")
                        .asText())
                .isEqualTo("json_object");
    }

    @Test
    void withoutAKeyNoneIsSent() throws IOException {
        try (ChatServer server = new ChatServer();
                ChatSentimentModel model = model(server, Reply.DEFAULT)) {
            model.score(List.of(new Passage("soar", "", List.of())));
            assertThat(server.received().get(0).headers()).doesNotContainKey("Authorization");
            assertThat(server.received().get(0).path()).isEqualTo("/v1/chat/completions");
            assertThat(model.name()).isEqualTo("chat");
            assertThat(model.version()).matches("some/model/[0-9a-f]{8}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8000", "ftp://host/v1", "/v1", "file:///v1", "http:///v1", "mailto:a@b.example"})
    void anEndpointIsAnAddressOfHttp(String url) {
        assertThatThrownBy(() -> settings(URI.create(url)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Model chat: url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user:sesame@host/v1", "http://host/v1?key=sesame", "http://host/v1#sesame"})
    void anEndpointHoldsNoSecret(String url) {
        assertThatThrownBy(() -> settings(URI.create(url)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("api_key")
                .message()
                .doesNotContain("sesame");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "two words", "schl\u00fcssel", "line\nbreak"})
    void aKeyFitsIntoAHeader(String key) {
        assertThatThrownBy(() -> ApiKey.of(key, "chat"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Model chat: api_key is")
                .message()
                .doesNotContain("words", "schl", "line");
        assertThat(ApiKey.of(" sk-1\n", "chat")).hasToString("...");
    }

    @Test
    void numbersOutOfRangeAreRefusedByName() {
        Duration second = Duration.ofSeconds(1);
        OptionalDouble none = OptionalDouble.empty();
        assertThatThrownBy(() -> new Calls(second, Duration.ofMillis(999), 3, second, 4, 1_000))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("patience");
        assertThatThrownBy(() -> new Calls(second, second, 0, second, 4, 1_000)).hasMessageContaining("attempts is 0");
        assertThatThrownBy(() -> new Calls(second, second, 1, second, 0, 1_000)).hasMessageContaining("parallel is 0");
        assertThatThrownBy(() -> new Calls(second, second, 1, second, 1, 10)).hasMessageContaining("max_characters");
        assertThatThrownBy(() -> new Spending(-1, 0, none, none)).hasMessageContaining("input_price");
        assertThatThrownBy(() -> new Spending(Double.NaN, 0, none, none)).hasMessageContaining("input_price");
        assertThatThrownBy(() -> new Spending(1, 1, OptionalDouble.of(0), none)).hasMessageContaining("limit_per_day");
        assertThatThrownBy(() -> new Spending(0, 0, none, OptionalDouble.of(1)))
                .hasMessageContaining("limit nothing without input_price");
        assertThatThrownBy(() -> new Reply(Form.TEXT, OptionalDouble.of(3), OptionalInt.empty(), 100, false))
                .hasMessageContaining("temperature");
    }

    private static JsonNode request(Reply reply) throws IOException {
        try (ChatServer server = new ChatServer();
                ChatSentimentModel model = model(server, reply)) {
            model.score(List.of(new Passage("soar", "", List.of())));
            return server.received().get(0).body();
        }
    }

    private static ChatSentimentModel model(ChatServer server, Reply reply) {
        return new ChatSentimentModel(
                new ChatSettings(
                        "chat", server.endpoint(), "some/model", Optional.empty(), reply, Calls.DEFAULT, Spending.FREE),
                Clock.systemUTC());
    }

    private static ChatSettings settings(URI endpoint) {
        return new ChatSettings("chat", endpoint, "m", Optional.empty(), Reply.DEFAULT, Calls.DEFAULT, Spending.FREE);
    }
}
