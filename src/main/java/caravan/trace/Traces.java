package caravan.trace;

import caravan.config.ConfigurationException;
import caravan.config.Settings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;

/**
 * Tells an OpenTelemetry collector which way exchanges took through the routes, and how long each step was. Where no
 * collector is named there is none of this, and routes run without it. Thread-safe.
 */
public final class Traces implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SdkTracerProvider provider;

    private Traces(SdkTracerProvider provider) {
        this.provider = provider;
    }

    /**
     * Empty where {@code traces.endpoint} is.
     *
     * @throws ConfigurationException when it is no address, or {@code traces.share} no share
     */
    public static Optional<Traces> of(Settings settings) {
        double share = settings.number("traces.share", 0, 1);
        return endpoint(settings)
                .map(endpoint -> new Traces(SdkTracerProvider.builder()
                        .setResource(Resource.getDefault()
                                .merge(Resource.create(Attributes.of(
                                        AttributeKey.stringKey("service.name"),
                                        "caravan",
                                        AttributeKey.stringKey("service.instance.id"),
                                        settings.text("caravan.node")))))
                        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(share)))
                        .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                        .setEndpoint(endpoint.toString())
                                        .setTimeout(PATIENCE)
                                        .build())
                                .build())
                        .build()));
    }

    /** @throws ConfigurationException when {@code traces.endpoint} is no address */
    public static Optional<URI> endpoint(Settings settings) {
        return settings.optional("traces.endpoint").map(text -> {
            if (!text.matches("https?://[^\\s/]+/\\S*")) {
                throw new ConfigurationException(
                        "traces.endpoint is '%s'; it must be an address such as http://localhost:4318/v1/traces"
                                .formatted(text));
            }
            return URI.create(text);
        });
    }

    /** What Camel looks for. */
    public Map<String, Object> beans() {
        return Map.of(
                "openTelemetry", provider.get("caravan"),
                "openTelemetryPropagators", ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
    }

    /** From now on the routes of this context are followed, but for schedules, which are not about articles. */
    public void follow(CamelContext context) {
        OpenTelemetryTracer tracer = new OpenTelemetryTracer();
        tracer.setExcludePatterns("quartz*");
        tracer.init(context);
    }

    /** Sends what was not sent yet. */
    @Override
    public void close() {
        provider.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
