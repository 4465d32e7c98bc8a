package caravan.lake.migration;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The files in which a migration notes what is done: there as a whole or not at all. */
final class MigrationJson {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private MigrationJson() {}

    /** @throws UnavailableException when the disk fails */
    static void write(Path file, Object value) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.createDirectories(file.getParent());
            MAPPER.writeValue(unfinished.toFile(), value);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be written: %s".formatted(file, e), e);
        }
    }

    /**
     * @throws UnprocessableException that names the file, when it cannot be understood
     * @throws UnavailableException when the disk fails
     */
    static <T> T read(Path file, Class<T> type) {
        try {
            return MAPPER.readValue(file.toFile(), type);
        } catch (JsonProcessingException e) {
            throw new UnprocessableException("%s cannot be understood: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be read: %s".formatted(file, e), e);
        }
    }
}
