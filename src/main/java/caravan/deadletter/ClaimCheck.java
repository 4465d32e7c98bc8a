package caravan.deadletter;

import caravan.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Keeps what is too large for a message in a file and gives a ticket for it (the claim check pattern). The ticket is the
 * SHA-256 of the bytes in lower-case hex, so that the same bytes are kept once. Thread-safe.
 */
public final class ClaimCheck {

    private static final Pattern TICKET = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final int mostBytesInMessage;

    /** @param mostBytesInMessage what is not larger than this needs no ticket */
    public ClaimCheck(Path folder, int mostBytesInMessage) {
        this.folder = folder;
        this.mostBytesInMessage = mostBytesInMessage;
    }

    public boolean isTooLarge(byte[] body) {
        return body.length > mostBytesInMessage;
    }

    /**
     * @return the ticket, once the bytes are durable
     * @throws UnavailableException when they cannot be written
     */
    public String store(byte[] body) {
        String ticket = sha256(body);
        Path file = folder.resolve(ticket);
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                Path part = Files.createTempFile(folder, ticket, ".part");
                try {
                    write(part, body);
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                } finally {
                    // Only when it failed, as on a full disk, which tries without end must not fill further.
                    Files.deleteIfExists(part);
                }
                try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                    directory.force(true);
                }
            }
            return ticket;
        } catch (IOException e) {
            throw new UnavailableException("The body of a dead letter was not kept as %s".formatted(file), e);
        }
    }

    private static void write(Path file, byte[] body) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(body);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /**
     * The bytes a ticket stands for.
     *
     * @param ticket may come from anywhere; what cannot be one opens no file
     * @throws IOException when the file is not there or cannot be read
     */
    public byte[] redeem(String ticket) throws IOException {
        if (!TICKET.matcher(ticket).matches()) {
            throw new NoSuchFileException(ticket, null, "is no ticket for the body of a dead letter");
        }
        return Files.readAllBytes(folder.resolve(ticket));
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
