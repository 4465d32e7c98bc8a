package caravan.sentiment.chat;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sentiment.Passage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PromptTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Prompt prompt = new Prompt(1_000);

    @Property(tries = 200)
    void whateverAnArticleIsItStaysBetweenItsLines(
            @ForAll String title, @ForAll String text, @ForAll List<String> tickers) throws IOException {
        String said = user(new Passage(title, text, tickers));
        String data = said.substring("<article>\n".length(), said.length() - "\n</article>".length());
        assertThat(said).isEqualTo("<article>\n" + data + "\n</article>");
        assertThat(data).doesNotContain("<", ">", "\n", "\r");
        assertThat(JSON.readTree(data).path("tickers")).hasSize(tickers.size());
    }

    @Test
    void ofALongTextHeadAndTailAreKeptAndItSaysSo() throws IOException {
        String text = "a".repeat(5_000) + "b".repeat(5_000);
        JsonNode data = data(new Passage("Title", text, List.of()));
        assertThat(data.path("text").asText())
                .startsWith("aaa")
                .endsWith("bbb")
                .contains("[... 9005 characters are left out here ...]")
                .hasSizeLessThan(1_060);
        assertThat(data(new Passage("t".repeat(5_000), "short", List.of()))
                        .path("title")
                        .asText())
                .hasSizeLessThan(300)
                .contains("left out");
    }

    @Test
    void noCharacterIsCutInHalf() throws IOException {
        for (int shift = 0; shift < 4; shift++) {
            String text = "x".repeat(shift) + "\ud83d\ude80".repeat(3_000);
            String kept = data(new Passage("", text, List.of())).path("text").asText();
            assertThat(kept.codePoints()
                            .filter(Character::isBmpCodePoint)
                            .anyMatch(c -> Character.isSurrogate((char) c)))
                    .isFalse();
        }
    }

    private JsonNode data(Passage passage) throws IOException {
        String said = user(passage);
        return JSON.readTree(said.substring(said.indexOf('\n'), said.lastIndexOf('\n')));
    }

    private String user(Passage passage) {
        List<ChatMessage> messages = prompt.messages(passage);
        return ((UserMessage) messages.get(1)).singleText();
    }
}
