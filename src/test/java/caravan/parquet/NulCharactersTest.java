package caravan.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NulCharactersTest {

    @Property
    void theyAreFoundWhereverTheyStandAndNothingElseIs(@ForAll @Size(max = 40) byte[] bytes) {
        ByteArrayOutputStream others = new ByteArrayOutputStream();
        for (byte unit : bytes) {
            if (unit != 0) {
                others.write(unit);
            }
        }
        assertThat(NulCharacters.areIn(bytes)).isEqualTo(others.size() < bytes.length);
        assertThat(NulCharacters.removedFrom(bytes)).isEqualTo(others.toByteArray());
    }

    @Test
    void bytesBesideAZeroAreNotTakenForOne() {
        byte[] bytes = {1, (byte) 0x80, (byte) 0xff, 1, 1, (byte) 0x81, 0x7f, 1, 1};
        assertThat(NulCharacters.areIn(bytes)).isFalse();
    }

    @Test
    void aTextWithoutThemIsNotCopied() {
        byte[] text = "Straße \u0001 \u0100".getBytes(StandardCharsets.UTF_8);
        assertThat(NulCharacters.removedFrom(text)).isSameAs(text);
    }
}
