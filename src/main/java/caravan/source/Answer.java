package caravan.source;

import caravan.UnprocessableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * What one request brought: what was asked for, or where to ask next. Immutable.
 *
 * @param fetched empty for a redirect
 * @param location of a redirect, as it came; empty when it gave none
 * @param permanent whether the redirect is for good (301, 308)
 */
record Answer(Optional<Fetched> fetched, Optional<String> location, boolean permanent) {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> PERMANENT = Set.of(301, 308);
    private static final Set<Integer> MAY_PASS = Set.of(408, 425, 429);
    /** Codings of content that are in use (IANA HTTP Content Coding Registry), those the client undoes among them. */
    private static final Set<String> PACKINGS = Set.of(
            "br",
            "gzip",
            "x-gzip",
            "deflate",
            "compress",
            "x-compress",
            "zstd",
            "dcb",
            "dcz",
            "exi",
            "pack200-gzip",
            "bzip2",
            "xz",
            "lzma",
            "sdch",
            "aes128gcm");

    private static final int STEP = 64 << 10;

    /** Text packs ten to one, tables of repeated markup perhaps fifty to one. */
    private static final int MOST_UNPACKED = 250;

    private static final int WORTH_A_LOOK = 1 << 20;

    /**
     * Reads an answer to its end, within the limits of its kind.
     *
     * @throws RuntimeException of the kinds that {@link Fetcher#fetch} names, when it is not what was asked for
     */
    static Answer read(
            FetchRequest request, URI url, ClassicHttpResponse response, HttpContext context, FetchLimits limits)
            throws IOException {
        int status = response.getCode();
        if (status == 200 || status == 203) {
            return of(url, false, response, body(request, url, response, context, limits));
        }
        if (status == 304) {
            return of(url, true, response, new byte[0]);
        }
        if (REDIRECTS.contains(status)) {
            return new Answer(Optional.empty(), header(response, HttpHeaders.LOCATION), PERMANENT.contains(status));
        }
        String message = "%s answered %d %s"
                .formatted(url, status, Objects.requireNonNullElse(response.getReasonPhrase(), ""))
                .strip();
        if (status >= 500 || MAY_PASS.contains(status)) {
            Optional<Instant> later = header(response, HttpHeaders.RETRY_AFTER)
                    .flatMap(after -> Freshness.retryAfter(after, Instant.now()));
            if (later.isPresent()) {
                throw new RetryLaterException(
                        message + ", to be asked again after " + later.get(), later.get(), status);
            }
            throw new FailedAnswerException(status, message);
        }
        throw new RefusedByServerException(status, message);
    }

    private static Answer of(URI url, boolean notModified, ClassicHttpResponse response, byte[] body) {
        Instant now = Instant.now();
        Fetched fetched = new Fetched(
                url,
                notModified,
                header(response, HttpHeaders.CONTENT_TYPE),
                header(response, HttpHeaders.ETAG),
                header(response, HttpHeaders.LAST_MODIFIED),
                body,
                now,
                Optional.empty(),
                Freshness.goodFor(
                        header(response, HttpHeaders.CACHE_CONTROL),
                        header(response, HttpHeaders.EXPIRES),
                        header(response, HttpHeaders.AGE),
                        header(response, HttpHeaders.DATE),
                        now));
        return new Answer(Optional.of(fetched), Optional.empty(), false);
    }

    private static byte[] body(
            FetchRequest request, URI url, ClassicHttpResponse response, HttpContext context, FetchLimits limits)
            throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null || entity.getContentLength() == 0) {
            return new byte[0];
        }
        header(response, HttpHeaders.CONTENT_ENCODING).filter(Answer::isPacked).ifPresent(encoding -> {
            throw new UnprocessableException(
                    "%s answered in an encoding that was not asked for: %s".formatted(url, encoding));
        });
        int limit = request.kind().limit(limits);
        if (entity.getContentLength() > limit && !request.kind().mayBeCut()) {
            throw new TooLargeException("%s is too large: %d bytes, where %d are accepted"
                    .formatted(url, entity.getContentLength(), limit));
        }
        // Not closed: that would drain what is left. The connection is cut by the caller.
        InputStream content = entity.getContent();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (body.size() < limit) {
            byte[] more = content.readNBytes(Math.min(STEP, limit - body.size()));
            if (more.length == 0) {
                return body.toByteArray();
            }
            body.write(more, 0, more.length);
            refuseBomb(url, body.size(), PackedBytes.in(context));
        }
        if (!request.kind().mayBeCut() && content.read() != -1) {
            throw new TooLargeException("%s is too large: more than %d bytes".formatted(url, limit));
        }
        return body.toByteArray();
    }

    /** Some servers write there what belongs elsewhere, such as utf-8; what they send is not packed at all. */
    private static boolean isPacked(String encoding) {
        return Stream.of(encoding.split(","))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .anyMatch(PACKINGS::contains);
    }

    private static void refuseBomb(URI url, long unpacked, long packed) {
        if (unpacked > WORTH_A_LOOK && unpacked / MOST_UNPACKED > packed) {
            throw new TooLargeException(
                    "%s is a decompression bomb: %d bytes unpacked to %d at least".formatted(url, packed, unpacked));
        }
    }

    private static Optional<String> header(ClassicHttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }
}
