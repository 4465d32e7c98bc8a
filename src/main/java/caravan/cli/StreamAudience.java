package caravan.cli;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many who listen at {@code /api/stream}, on the few threads of an event loop, and one who stops reading. Every tenth reads
 * what it hears; the others take it off their sockets: they are here to be served, not to keep the processor from Caravan.
 */
final class StreamAudience {

    /** Of high-priority articles alone. */
    static final String ADDRESS = "/api/stream?priority=high&events=article";

    private static final Pattern TICKER = Pattern.compile("\"tickers\":\\[\"([^\"]+)\"");
    private static final int MOST = 4_000;
    private static final int READS_IN = 10;
    private static final int OK = 200;

    private final URI http;
    private final AtomicInteger listening = new AtomicInteger();
    private final HttpClient client;
    private final NetClient sockets;

    StreamAudience(Vertx vertx, URI http) {
        this.http = http;
        this.client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(MOST));
        this.sockets = vertx.createNetClient();
    }

    /** @param onArticle told the number of the article in each event that a reading one hears, on an event loop */
    void join(int listeners, IntConsumer onArticle) {
        for (int i = 0; i < listeners; i++) {
            if (i % READS_IN == 0) {
                read(onArticle);
            } else {
                take();
            }
        }
    }

    private void read(IntConsumer onArticle) {
        client.request(HttpMethod.GET, http.getPort(), http.getHost(), ADDRESS)
                .compose(request -> request.send())
                .onSuccess(response -> {
                    if (response.statusCode() != OK) {
                        return;
                    }
                    listening.incrementAndGet();
                    response.exceptionHandler(failure -> listening.decrementAndGet());
                    response.endHandler(end -> listening.decrementAndGet());
                    response.handler(reader(onArticle));
                });
    }

    private void take() {
        sockets.connect(http.getPort(), http.getHost()).onSuccess(socket -> {
            socket.handler(status -> {
                if (status.toString().startsWith("HTTP/1.1 " + OK)) {
                    listening.incrementAndGet();
                    socket.closeHandler(end -> listening.decrementAndGet());
                    socket.handler(taken -> {});
                }
            });
            ask(socket, ADDRESS);
        });
    }

    private void ask(NetSocket socket, String address) {
        Future<?> unused = socket.write("GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(address, http.getAuthority()));
    }

    private static Handler<Buffer> reader(IntConsumer onArticle) {
        return RecordParser.newDelimited("\n\n", frame -> {
            Matcher named = TICKER.matcher(frame.toString());
            if (named.find()) {
                onArticle.accept(Journeys.number(named.group(1)));
            }
        });
    }

    /** How many of so many listeners read what they hear. */
    static int reading(int listeners) {
        return (listeners + READS_IN - 1) / READS_IN;
    }

    /** One more, who asks and then reads nothing. */
    void joinDeaf() {
        sockets.connect(http.getPort(), http.getHost()).onSuccess(socket -> ask(socket.pause(), "/api/stream"));
    }

    /** How many listen now, without the one who does not read. */
    int listening() {
        return listening.get();
    }
}
