package caravan.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Message;

/** Whether and how an answer is compressed: with gzip, for whoever accepts it. */
final class Encodings {

    private static final int BUFFER = 8 << 10;

    private Encodings() {}

    static boolean acceptsGzip(Message request) {
        String accepted = request.getHeader("Accept-Encoding", String.class);
        return accepted != null
                && Arrays.stream(accepted.split(","))
                        .map(coding -> coding.replace(" ", ""))
                        .anyMatch(coding -> coding.equals("gzip")
                                || (coding.startsWith("gzip;") && !coding.matches(".*;q=0(\\.0*)?")));
    }

    /** As fast as gzip can be: an answer is read once. */
    static OutputStream gzip(OutputStream out) throws IOException {
        return new GZIPOutputStream(out, BUFFER) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        };
    }
}
