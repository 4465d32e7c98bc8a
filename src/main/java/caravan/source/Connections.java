package caravan.source;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Opens the HTTP client that a {@link Fetcher} works with, with all its own initiative taken away. */
final class Connections {

    private static final int MAX_HEADERS = 200;
    private static final int MAX_HEADER_LINE = 16 << 10;

    private Connections() {}

    /**
     * A client that follows no redirect, retries nothing, keeps neither cookies nor credentials, and knows no proxy:
     * neither the environment's nor the system properties' is used, so that what was checked is what is connected to.
     */
    static CloseableHttpClient open(String userAgent, GuardedResolver resolver, FetchLimits limits) {
        Timeout connect = Timeout.of(limits.connectTimeout());
        Timeout whole = Timeout.of(limits.deadline());
        // Longer than the deadline, which is what ends a silent answer and says so.
        Timeout silence = Timeout.of(limits.deadline().plusSeconds(1));
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver)
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(Http1Config.custom()
                                        .setMaxHeaderCount(MAX_HEADERS)
                                        .setMaxLineLength(MAX_HEADER_LINE)
                                        .build())
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(silence)
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .setTimeToLive(TimeValue.ofMinutes(5))
                                .build())
                        .setDefaultTlsConfig(
                                TlsConfig.custom().setHandshakeTimeout(connect).build())
                        // How many a host may have is decided by its turns.
                        .setMaxConnPerRoute(limits.total())
                        .setMaxConnTotal(limits.total())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(whole)
                        .setResponseTimeout(silence)
                        .build())
                .addResponseInterceptorFirst(new PackedBytes.Counting())
                .setUserAgent(userAgent)
                .evictIdleConnections(TimeValue.ofSeconds(30))
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }
}
