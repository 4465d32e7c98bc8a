package caravan.console;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.jolokia.json.JSONStructure;
import org.jolokia.server.core.config.ConfigKey;
import org.jolokia.server.core.config.StaticConfiguration;
import org.jolokia.server.core.http.HttpRequestHandler;
import org.jolokia.server.core.request.EmptyResponseException;
import org.jolokia.server.core.restrictor.RestrictorFactory;
import org.jolokia.server.core.service.JolokiaServiceManagerFactory;
import org.jolokia.server.core.service.api.JolokiaServiceManager;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.service.impl.QuietLogHandler;
import org.jolokia.server.core.util.NetworkUtil;
import org.jolokia.service.jmx.LocalRequestHandler;
import org.jolokia.service.serializer.JolokiaSerializer;

/**
 * The JMX of this process over HTTP by Jolokia's protocol, as far as {@code jolokia-access.xml} allows. Camel's own handler
 * cannot be told of {@link CamelMBeans}. It answers from its start until it is stopped, and blocks while it does.
 */
final class JmxOverHttp extends ServiceSupport implements Handler<RoutingContext> {

    private static final String POLICY = "classpath:/jolokia-access.xml";

    private final JolokiaServiceManager services;
    private HttpRequestHandler requests;

    private JmxOverHttp() {
        services = JolokiaServiceManagerFactory.createJolokiaServiceManager(
                new StaticConfiguration(ConfigKey.AGENT_ID, NetworkUtil.getAgentId(hashCode(), "caravan")),
                new QuietLogHandler(),
                policy());
        services.addService(new JolokiaSerializer());
        services.addService(new LocalRequestHandler(1));
        services.addService(new CamelMBeans());
    }

    /**
     * Starts it, to be stopped with Camel.
     *
     * @throws IllegalStateException when there is no policy: then nothing may be asked
     */
    static JmxOverHttp startIn(CamelContext context) {
        JmxOverHttp jmx = new JmxOverHttp();
        try {
            context.addService(jmx);
        } catch (Exception e) {
            throw new IllegalStateException("JMX over HTTP does not start: " + e.getMessage(), e);
        }
        return jmx;
    }

    private static Restrictor policy() {
        try {
            return Optional.ofNullable(RestrictorFactory.lookupPolicyRestrictor(POLICY))
                    .orElseThrow(() -> new IllegalStateException(POLICY + " is not there"));
        } catch (IOException e) {
            throw new UncheckedIOException(POLICY + " cannot be read", e);
        }
    }

    @Override
    protected void doStart() {
        requests = new HttpRequestHandler(services.start());
    }

    @Override
    protected void doStop() {
        services.stop();
    }

    @Override
    public void handle(RoutingContext asked) {
        asked.response().putHeader("Content-Type", "application/json").end(answer(asked));
    }

    private String answer(RoutingContext asked) {
        HttpServerRequest request = asked.request();
        String peer = request.remoteAddress().host();
        try {
            requests.checkAccess(request.scheme(), peer, peer, request.getHeader("Origin"));
            return answered(asked, request).toJSONString();
        } catch (EmptyResponseException e) {
            return "";
        } catch (IOException | RuntimeException e) {
            // A refusal is an answer, too.
            return requests.handleThrowable(e).toJSONString();
        }
    }

    private JSONStructure answered(RoutingContext asked, HttpServerRequest request)
            throws IOException, EmptyResponseException {
        Map<String, String[]> parameters = new HashMap<>();
        MultiMap given = request.params();
        given.names().forEach(name -> parameters.put(name, given.getAll(name).toArray(String[]::new)));
        if (request.method().equals(HttpMethod.GET)) {
            return requests.handleGetRequest(request.uri(), asked.pathParam("*"), parameters);
        }
        byte[] body =
                Optional.ofNullable(asked.body().buffer()).map(Buffer::getBytes).orElseGet(() -> new byte[0]);
        return requests.handlePostRequest(
                request.uri(), new ByteArrayInputStream(body), StandardCharsets.UTF_8.name(), parameters);
    }
}
