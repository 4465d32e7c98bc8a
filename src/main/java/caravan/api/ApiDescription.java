package caravan.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Answers {@code /api/openapi.json}: what the API is, written by hand in {@code api/openapi.yaml}. Thread-safe. */
public final class ApiDescription {

    private static final String RESOURCE = "api/openapi.yaml";

    private final JsonNode description;

    public ApiDescription() {
        try (InputStream in = ApiDescription.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            this.description = new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }

    /** As OpenAPI 3.0 has it. */
    public JsonNode description() {
        return description;
    }
}
