package caravan.source;

import java.util.Objects;
import java.util.Optional;

/** What makes a request conditional (RFC 9110 section 8.8), each as the server spelled it. */
public record Validators(Optional<String> etag, Optional<String> lastModified) {

    /** For a first request, or one that must bring the whole. */
    public static final Validators NONE = new Validators(Optional.empty(), Optional.empty());

    public Validators {
        Objects.requireNonNull(etag, "etag");
        Objects.requireNonNull(lastModified, "lastModified");
    }
}
