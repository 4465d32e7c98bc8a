package caravan.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.data.redis.core.script.DigestUtils;

/** A script that Redis runs, known to it by its digest once it was loaded. Immutable. */
final class LuaScript {

    private final byte[] source;
    private final String digest;

    private LuaScript(byte[] source) {
        this.source = source;
        this.digest = DigestUtils.sha1DigestAsHex(new String(source, UTF_8));
    }

    /** @param name of the file under {@code live/} */
    static LuaScript of(String name) {
        try (InputStream stream = LuaScript.class.getResourceAsStream("/live/" + name)) {
            return new LuaScript(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("The script %s cannot be read".formatted(name), e);
        }
    }

    byte[] source() {
        return source.clone();
    }

    String digest() {
        return digest;
    }
}
