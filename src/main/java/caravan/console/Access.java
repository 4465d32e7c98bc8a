package caravan.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.config.ConfigurationException;
import caravan.config.Settings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is let in: one user by password (HTTP Basic, RFC 7617) and any number of programs by token (Bearer, RFC 6750).
 *
 * <p>Secrets are kept as digests and compared in constant time, whichever of them is given. Immutable.
 */
public final class Access {

    private static final Pattern ENTRY =
            Pattern.compile("(?<name>[A-Za-z0-9._-]{1,64}):(?<token>[A-Za-z0-9._~+/-]+=*)");
    private static final int SHORTEST_TOKEN = 16;
    private static final String BASIC = "Basic";
    private static final String BEARER = "Bearer";

    private final List<Credential> credentials;

    private Access(List<Credential> credentials) {
        this.credentials = List.copyOf(credentials);
    }

    private record Credential(String scheme, byte[] digest, Caller caller) {}

    /**
     * By {@code http.user}, {@code http.password}, {@code http.tokens.read} and {@code http.tokens.write}.
     *
     * @throws ConfigurationException that names the setting and the place in it, and never what is there
     */
    public static Access of(Settings settings) {
        List<Credential> credentials = new ArrayList<>();
        settings.optional("http.password").ifPresent(password -> {
            String user = settings.text("http.user");
            String given = Base64.getEncoder().encodeToString((user + ':' + password).getBytes(UTF_8));
            credentials.add(new Credential(BASIC, digest(given), new Caller(user, Role.WRITE)));
        });
        credentials.addAll(tokens(settings, "http.tokens.read", Role.READ));
        credentials.addAll(tokens(settings, "http.tokens.write", Role.WRITE));
        Set<String> names = new HashSet<>();
        credentials.forEach(credential -> {
            if (!names.add(credential.caller().name())) {
                throw new ConfigurationException(
                        "http.tokens.read, http.tokens.write: the name '%s' is there twice; limits are kept by it"
                                .formatted(credential.caller().name()));
            }
        });
        return new Access(credentials);
    }

    private static List<Credential> tokens(Settings settings, String key, Role role) {
        List<Credential> tokens = new ArrayList<>();
        for (String entry : settings.list(key)) {
            Matcher parts = ENTRY.matcher(entry);
            if (!parts.matches() || parts.group("token").length() < SHORTEST_TOKEN) {
                throw new ConfigurationException(
                        ("%s: entry %d is not NAME:TOKEN, a name of letters, digits, dots, hyphens and underscores and a"
                                        + " token of at least %d letters, digits and -._~+/")
                                .formatted(key, tokens.size() + 1, SHORTEST_TOKEN));
            }
            tokens.add(new Credential(BEARER, digest(parts.group("token")), new Caller(parts.group("name"), role)));
        }
        return tokens;
    }

    /** Whether nobody is asked who they are. */
    public boolean isOpen() {
        return credentials.isEmpty();
    }

    /** @param authorization what a request says of itself; empty when it says nothing */
    Optional<Caller> caller(String authorization) {
        String[] parts = authorization.strip().split(" +", 2);
        byte[] given = digest(parts.length == 2 ? parts[1] : "");
        Caller caller = null;
        // Every one is compared, so that the time an answer takes tells nothing.
        for (Credential credential : credentials) {
            boolean isGiven = MessageDigest.isEqual(credential.digest(), given);
            if (isGiven && credential.scheme().equalsIgnoreCase(parts[0])) {
                caller = credential.caller();
            }
        }
        return Optional.ofNullable(caller);
    }

    /** What may be asked for, as {@code WWW-Authenticate} says it. */
    List<String> challenges(String authorization) {
        boolean isWrongToken = authorization.toLowerCase(Locale.ROOT).startsWith("bearer ");
        return credentials.stream()
                .map(Credential::scheme)
                .distinct()
                .map(scheme -> scheme.equals(BASIC)
                        ? "Basic realm=\"Caravan\", charset=\"UTF-8\""
                        : "Bearer realm=\"Caravan\"" + (isWrongToken ? ", error=\"invalid_token\"" : ""))
                .toList();
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
