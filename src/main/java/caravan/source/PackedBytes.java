package caravan.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpResponseInterceptor;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.protocol.HttpContext;

/** How many bytes of a body came over the wire, so that one that unpacks beyond all proportion is known as a bomb. */
final class PackedBytes {

    private static final String ATTRIBUTE = PackedBytes.class.getName();

    private long count;

    private PackedBytes() {}

    /** Those of the answer to the request that was made in {@code context}, so far. */
    static long in(HttpContext context) {
        return context.getAttribute(ATTRIBUTE) instanceof PackedBytes bytes ? bytes.count : 0;
    }

    /** Counts below the decompression. */
    static final class Counting implements HttpResponseInterceptor {
        @Override
        public void process(HttpResponse response, EntityDetails details, HttpContext context) {
            if (response instanceof ClassicHttpResponse classic && classic.getEntity() != null) {
                PackedBytes bytes = new PackedBytes();
                context.setAttribute(ATTRIBUTE, bytes);
                classic.setEntity(bytes.counted(classic.getEntity()));
            }
        }
    }

    private HttpEntity counted(HttpEntity entity) {
        return new HttpEntityWrapper(entity) {
            @Override
            public InputStream getContent() throws IOException {
                return new Stream(super.getContent());
            }
        };
    }

    private final class Stream extends FilterInputStream {

        private Stream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int read = super.read(buffer, from, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
