package caravan.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of an answer that is sent while it is made. The status and the headers go out with the first full buffer, so
 * that what fails before can still be said as a problem; who writes faster than the client reads waits. Not thread-safe.
 */
final class AnswerStream extends OutputStream {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerStream.class);
    private static final int BUFFER = 16 << 10;
    /** How long a client may read nothing before it is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String LENGTH = "Content-Length";
    private static final long LOOK_AGAIN_MS = 250;

    private final HttpServerResponse response;
    private final Semaphore changed = new Semaphore(0);
    private final AtomicBoolean hasGone = new AtomicBoolean();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Buffer buffer = Buffer.buffer(BUFFER);

    /**
     * @param request as camel-platform-http made it
     * @param whenGone called on the server's thread when the client has gone before its answer was whole
     */
    AnswerStream(Message request, Runnable whenGone) {
        this.response = ((HttpMessage) request).getResponse();
        response.exceptionHandler(failure -> changed.release());
        response.drainHandler(drained -> changed.release());
        response.closeHandler(closed -> gone(whenGone));
        if (response.closed()) {
            gone(whenGone);
        }
    }

    private void gone(Runnable whenGone) {
        hasGone.set(true);
        changed.release();
        whenGone.run();
    }

    void header(String name, String value) {
        headers.put(name, value);
    }

    /** Says how long the answer will be, when that is known. */
    void length(long bytes) {
        headers.put(LENGTH, Long.toString(bytes));
    }

    /** What writes an answer. */
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /**
     * Writes the whole answer. What fails before the first bytes were sent is thrown, so that it can be answered; later
     * the connection is closed, for a client must not take a part for the whole. A client that has gone is no failure.
     */
    void send(Writing writing) {
        try {
            writing.to(this);
            if (!response.closed()) {
                if (!response.headWritten()) {
                    begin();
                }
                response.end(buffer);
            }
        } catch (IOException | RuntimeException e) {
            if (hasGone.get()) {
                LOG.debug("A client has gone before its answer was whole", e);
            } else if (response.headWritten()) {
                LOG.error("An answer is broken off", e);
                response.reset();
            } else {
                throw e instanceof RuntimeException failure ? failure : new UncheckedIOException((IOException) e);
            }
        }
        if (hasGone.get() && !response.ended()) {
            // Reaches nobody; but camel-platform-http would try to answer what has not ended.
            response.end();
        }
    }

    @Override
    public void write(int b) {
        buffer.appendByte((byte) b);
        sendIfFull();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        buffer.appendBytes(bytes, offset, length);
        sendIfFull();
    }

    private void sendIfFull() {
        if (buffer.length() >= BUFFER) {
            awaitRoom();
            if (!response.headWritten()) {
                begin();
                response.setChunked(!headers.containsKey(LENGTH));
            }
            response.write(buffer);
            buffer = Buffer.buffer(BUFFER);
        }
    }

    /** Not before: what has failed is answered with other headers. */
    private void begin() {
        headers.forEach(response::putHeader);
    }

    private void awaitRoom() {
        long start = System.nanoTime();
        while (!response.closed() && response.writeQueueFull()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException("The client has read nothing for " + PATIENCE);
            }
            try {
                changed.tryAcquire(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The server stops", e);
            }
        }
        if (response.closed()) {
            throw new IllegalStateException("The client has gone");
        }
    }
}
