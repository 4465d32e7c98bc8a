package caravan;

import caravan.config.ConfigurationException;
import caravan.config.Settings;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.apache.camel.CamelContext;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** How the log is written. */
public enum LogFormat {
    /** A line for people. */
    TEXT,
    /** A line of JSON for programs, by Logback's own encoder, with the leg and the article where they are known. */
    JSON;

    /** @throws ConfigurationException when {@code log.format} is neither */
    public static LogFormat of(Settings settings) {
        String format = settings.text("log.format");
        return switch (format) {
            case "text" -> TEXT;
            case "json" -> JSON;
            default ->
                throw new ConfigurationException("log.format is '%s'; it must be text or json".formatted(format));
        };
    }

    /** Has the leg and the article known where something is logged; it costs a little at each step of a route. */
    void tell(CamelContext context) {
        if (this == JSON) {
            context.setUseMDCLogging(true);
            context.getCamelContextExtension().addInterceptStrategy(new ArticleInLog());
        }
    }

    /** From now on this process's log is written so; for a process that does nothing but run Caravan. */
    public void use() {
        if (this == TEXT) {
            return;
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.iteratorForAppenders().forEachRemaining(appender -> {
            if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
                JsonEncoder encoder = encoder();
                encoder.setContext(root.getLoggerContext());
                encoder.start();
                stream.setEncoder(encoder);
            }
        });
    }

    /** A message as people would read it, not its parts; neither the context, which is the same in each line. */
    static JsonEncoder encoder() {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        return encoder;
    }
}
