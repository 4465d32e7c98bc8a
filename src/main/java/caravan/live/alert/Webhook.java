package caravan.live.alert;

import java.net.URI;
import java.util.Objects;

/**
 * Where alerts are posted. Its text shows neither address, which may hold a key, nor secret. Immutable.
 *
 * @param url http or https
 * @param secret with which what is posted is signed
 */
public record Webhook(String name, URI url, String secret) {

    public Webhook {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(secret, "secret");
    }

    @Override
    public String toString() {
        return "webhook " + name;
    }
}
