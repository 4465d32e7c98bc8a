package caravan.enrich;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out in which encoding a page was written.
 *
 * <p>In the order of the HTML standard: a byte order mark, the {@code Content-Type} header, a declaration in the
 * first 1024 bytes, and where none of these says anything that is known, UTF-8 if the bytes are valid UTF-8, else
 * windows-1252. As browsers do, ISO-8859-1 and ASCII are read as windows-1252, and a page that declares UTF-16 in
 * bytes one can read as UTF-8. A page that is called UTF-8 and plainly is not is taken for what else it says, or
 * windows-1252.
 */
final class PageCharset {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    /** One broken character among this many good ones is a slip in UTF-8, not another encoding. */
    private static final int GOOD_PER_BROKEN = 4;

    private static final int DECLARED_WITHIN = 1024;
    private static final Pattern HEADER = Pattern.compile("(?i)charset\\s*=\\s*[\"']?([^\\s\"';,]+)");
    private static final Pattern DECLARATION =
            Pattern.compile("(?i)<(?:meta|\\?xml)\\b[^>]*?(?:charset|encoding)\\s*=\\s*[\"']?\\s*([^\\s\"'/>;]+)");

    private PageCharset() {}

    /** The page as text, without its byte order mark. */
    static String decode(byte[] page, Optional<String> contentType) {
        Optional<Charset> mark = byteOrderMark(page);
        if (mark.isPresent()) {
            int length = mark.get().equals(UTF_8) ? 3 : 2;
            return new String(page, length, page.length - length, mark.get());
        }
        Charset charset = contentType
                .flatMap(header -> named(HEADER, header))
                .or(() -> declared(page))
                .orElseGet(() -> validUtf8(page) ? UTF_8 : WINDOWS_1252);
        String text = new String(page, charset);
        return charset.equals(UTF_8) && !isUtf8(text)
                ? new String(
                        page,
                        declared(page).filter(other -> !other.equals(UTF_8)).orElse(WINDOWS_1252))
                : text;
    }

    /** Whether what was read as UTF-8 was meant to be: not where most of its characters beyond ASCII are broken. */
    private static boolean isUtf8(String text) {
        long broken = text.chars().filter(c -> c == '\uFFFD').count();
        return broken == 0 || text.chars().filter(c -> c > 0x7F).count() >= (1 + GOOD_PER_BROKEN) * broken;
    }

    private static Optional<Charset> byteOrderMark(byte[] page) {
        if (startsWith(page, 0xEF, 0xBB, 0xBF)) {
            return Optional.of(UTF_8);
        }
        if (startsWith(page, 0xFE, 0xFF)) {
            return Optional.of(UTF_16BE);
        }
        return startsWith(page, 0xFF, 0xFE) ? Optional.of(UTF_16LE) : Optional.empty();
    }

    private static boolean startsWith(byte[] page, int... mark) {
        if (page.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((page[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Charset> declared(byte[] page) {
        String start = new String(page, 0, Math.min(page.length, DECLARED_WITHIN), ISO_8859_1);
        return named(DECLARATION, start)
                .map(charset ->
                        charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32") ? UTF_8 : charset);
    }

    private static Optional<Charset> named(Pattern where, String text) {
        Matcher matcher = where.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            Charset charset = Charset.forName(matcher.group(1));
            return Optional.of(charset.equals(ISO_8859_1) || charset.equals(US_ASCII) ? WINDOWS_1252 : charset);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }

    private static boolean validUtf8(byte[] page) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(page));
            return true;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }
}
