package caravan.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The characters of a feed, whatever encoding it claims to be in.
 *
 * <p>A byte order mark decides; without one, bytes that are valid UTF-8 are UTF-8, for text in another encoding is so by
 * no accident. Only then count the XML declaration and the Content-Type, in this order, and last windows-1252, which is
 * also what is meant by ISO-8859-1 (WHATWG Encoding Standard).
 */
final class FeedText {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final int DECLARATION = 256;
    private static final Pattern XML_ENCODING =
            Pattern.compile("^\\s*<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']");
    private static final Pattern TYPE_CHARSET =
            Pattern.compile("charset\\s*=\\s*[\"']?([A-Za-z0-9._:-]{1,40})", Pattern.CASE_INSENSITIVE);

    /** What is meant by these names on the web (WHATWG Encoding Standard), where Java takes them by their word. */
    private static final Map<String, String> MEANT = Map.of(
            "gb2312", "GB18030",
            "gbk", "GB18030",
            "shift_jis", "windows-31j",
            "shift-jis", "windows-31j",
            "sjis", "windows-31j",
            "ks_c_5601-1987", "x-windows-949",
            "euc-kr", "x-windows-949",
            "iso-8859-9", "windows-1254",
            "iso-8859-11", "x-windows-874",
            "big5", "Big5-HKSCS");

    /** One broken character among this many good ones is a slip in UTF-8, not another encoding. */
    private static final int GOOD_PER_BROKEN = 4;

    private FeedText() {}

    static String decode(byte[] bytes, Optional<String> contentType) {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return new String(bytes, 3, bytes.length - 3, UTF_8);
        }
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return new String(bytes, 2, bytes.length - 2, UTF_16LE);
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return new String(bytes, 2, bytes.length - 2, UTF_16BE);
        }
        if (startsWith(bytes, '<', 0)) {
            return new String(bytes, UTF_16LE);
        }
        if (startsWith(bytes, 0, '<')) {
            return new String(bytes, UTF_16BE);
        }
        String utf8 = new String(bytes, UTF_8);
        long broken = utf8.chars().filter(c -> c == '\uFFFD').count();
        Optional<Charset> declared = declared(bytes, contentType);
        if (broken == 0) {
            return isSevenBit(declared) ? new String(bytes, declared.orElseThrow()) : utf8;
        }
        long good = utf8.chars().filter(c -> c > 0x7F).count() - broken;
        if (good >= GOOD_PER_BROKEN * broken) {
            return utf8;
        }
        return new String(bytes, declared.orElse(WINDOWS_1252));
    }

    /** The encoding the feed or the server names, where it is one that bytes which are not UTF-8 can be in. */
    private static Optional<Charset> declared(byte[] bytes, Optional<String> contentType) {
        String start = new String(bytes, 0, Math.min(bytes.length, DECLARATION), ISO_8859_1);
        return charset(XML_ENCODING.matcher(start))
                .or(() -> contentType.flatMap(type -> charset(TYPE_CHARSET.matcher(type))))
                .filter(charset -> !charset.name().startsWith("UTF"))
                .map(charset -> charset.equals(ISO_8859_1) || charset.equals(US_ASCII) ? WINDOWS_1252 : charset);
    }

    private static Optional<Charset> charset(Matcher name) {
        if (!name.find()) {
            return Optional.empty();
        }
        try {
            String named = name.group(1).toLowerCase(Locale.ROOT);
            return Optional.of(Charset.forName(MEANT.getOrDefault(named, named)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    /** Such text is valid UTF-8 whatever it says. */
    private static boolean isSevenBit(Optional<Charset> declared) {
        return declared.filter(charset ->
                        charset.name().startsWith("ISO-2022") || charset.name().startsWith("HZ"))
                .isPresent();
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        if (bytes.length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if ((bytes[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
