package caravan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The statements of the folder {@code sql/}, by name. */
public final class Sql {

    private Sql() {}

    /**
     * @param name a file under {@code sql/} without its ending, such as {@code seen/first-seen}
     * @throws IllegalArgumentException when there is no such file
     */
    public static String named(String name) {
        String resource = "/sql/%s.sql".formatted(name);
        try (InputStream stream = Sql.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("There is no statement " + resource);
            }
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The statement %s cannot be read".formatted(resource), e);
        }
    }
}
