package caravan.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate for servers on 127.0.0.1, signed by itself, with its key.
 *
 * @param store both, as PKCS12, to serve with and to trust
 * @param certificate alone, as PEM
 * @param key alone, as PEM, which its owner alone may read
 */
public record TestCertificate(Path store, Path certificate, Path key) {

    /** Of the store and of the key in it. */
    public static final String PASSWORD = "store-hush-hush";

    private static final String ALIAS = "server";

    /** Makes one, and its three files in a folder that is there. */
    public static TestCertificate make(Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve("server.p12").toAbsolutePath();
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=caravan-test",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool has made no certificate");
        }
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            Path certificate = pem(
                    store.resolveSibling("server.crt"),
                    "CERTIFICATE",
                    keys.getCertificate(ALIAS).getEncoded());
            Path key = pem(
                    store.resolveSibling("server.key"),
                    "PRIVATE KEY",
                    keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            return new TestCertificate(store, certificate, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("%s cannot be read".formatted(store), e);
        }
    }

    private static Path pem(Path file, String what, byte[] bytes) throws IOException {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        return Files.writeString(
                file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(what, lines), US_ASCII);
    }
}
