package caravan.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A statement that stands in a file under {@code sql/}. */
public record SqlFile(String name, String statement) {

    /** @throws IllegalStateException when there is no such file on the class path */
    public static SqlFile of(String name) {
        try (InputStream in = SqlFile.class.getClassLoader().getResourceAsStream("sql/" + name)) {
            if (in == null) {
                throw new IllegalStateException("sql/%s is not on the class path".formatted(name));
            }
            return new SqlFile(name, new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("sql/%s cannot be read".formatted(name), e);
        }
    }
}
