package caravan.embedded.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.UnavailableException;
import caravan.config.ConfigurationException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small news site on 127.0.0.1 that publishes sample articles without end: the demonstration's source, and the load
 * in tests.
 *
 * <p>{@code /} lists the latest articles, {@link #feeds} says where the feeds are, and every article has a page of its
 * own. The articles are about real companies; the events in them are invented, and each page says so. Thread-safe.
 */
public final class SampleWire implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SampleWire.class);
    private static final long PATIENCE_SECONDS = 10;

    private final WireSettings settings;
    private final Newsroom newsroom;
    private final Site site;
    private final Responder responder;
    private final Optional<TroubleDesk> trouble;
    private final AccessLog accessLog;
    private final Vertx vertx;
    private final HttpServer server;

    private SampleWire(WireSettings settings, AccessLog accessLog) {
        Copybook copybook = Copybook.read();
        this.settings = settings;
        this.accessLog = accessLog;
        this.newsroom = new Newsroom(settings.seed(), settings.anchor(), settings.pace(), copybook);
        PageWriter pages = new PageWriter(copybook.phrases().get("byline"));
        this.site = new Site(settings, newsroom, pages, this::url);
        this.responder = new Responder(accessLog, settings.clock());
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        this.trouble = settings.trouble()
                ? Optional.of(new TroubleDesk(vertx, site, newsroom, responder, this::url))
                : Optional.empty();
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(settings.port()))
                .requestHandler(this::handle);
    }

    /**
     * Starts publishing; returns when the site can be read.
     *
     * @throws UnavailableException when the port is taken
     * @throws ConfigurationException when the access log's file cannot be opened
     */
    public static SampleWire start(WireSettings settings) {
        SampleWire wire = new SampleWire(settings, open(settings));
        try {
            await(wire.server.listen());
        } catch (ExecutionException | TimeoutException e) {
            wire.close();
            throw new UnavailableException(
                    "The sample wire cannot listen on 127.0.0.1:%d: %s".formatted(settings.port(), e.getMessage()), e);
        }
        LOG.info("The sample wire publishes at {}", wire.url());
        return wire;
    }

    /** The site's address, with the port it got. */
    public URI url() {
        return URI.create("http://127.0.0.1:%d/".formatted(server.actualPort()));
    }

    /** One feed per desk, named like it in lower case, and {@code all}. */
    public List<WireFeed> feeds() {
        return site.feeds();
    }

    /**
     * The truth about article {@code number}, whether it is out yet or not.
     *
     * @throws IllegalArgumentException when {@code number} is negative
     */
    public WireArticle article(long number) {
        return newsroom.article(number);
    }

    /** How many articles are out by the wire's clock: those numbered below. */
    public long published() {
        return newsroom.newest(settings.clock().instant()).orElse(-1) + 1;
    }

    /** The latest accesses at this moment, oldest first, as many as the settings keep. */
    public Stream<Access> accessLog() {
        return accessLog.accesses();
    }

    /** Stops at once; readers in the middle of an answer are cut off. */
    @Override
    public void close() {
        try {
            await(vertx.close());
            accessLog.close();
        } catch (ExecutionException | TimeoutException | IOException e) {
            throw new UnavailableException("The sample wire did not close: " + e.getMessage(), e);
        }
    }

    private void handle(HttpServerRequest request) {
        try {
            answer(request);
        } catch (RuntimeException e) {
            LOG.error("The sample wire failed to answer {} {}", request.method(), request.uri(), e);
            request.response().setStatusCode(500).end();
        }
    }

    private void answer(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            responder.answer(request, plain(405, "Only GET and HEAD").with("Allow", "GET, HEAD"));
            return;
        }
        String path = Optional.ofNullable(request.path()).orElse("");
        if (trouble.isPresent() && trouble.get().answer(request, path)) {
            return;
        }
        Instant now = settings.clock().instant();
        responder.answer(request, site.at(path, now).orElseGet(() -> plain(404, "There is nothing here")));
    }

    private static Publication plain(int status, String text) {
        return Publication.of(status, "text/plain; charset=utf-8", (text + '\n').getBytes(UTF_8));
    }

    private static AccessLog open(WireSettings settings) {
        try {
            return new AccessLog(settings.accessLogLength(), settings.accessLogFile());
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The sample wire's access log %s cannot be opened: %s"
                            .formatted(settings.accessLogFile().orElseThrow(), e.getMessage()),
                    e);
        }
    }

    private static void await(Future<?> future) throws ExecutionException, TimeoutException {
        try {
            future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted while the sample wire started or stopped", e);
        }
    }
}
