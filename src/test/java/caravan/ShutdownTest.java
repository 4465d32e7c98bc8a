package caravan;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testing.RunningCaravan;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ShutdownTest {

    @Test
    void whatIsLeftForTheNextStartIsToldWithItsNumbers(@TempDir Path folder) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Application.class);
        Level before = logger.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        try (Application caravan = RunningCaravan.start(
                folder,
                Map.of(
                        "caravan.node", "farewell",
                        "topic.hipri", "farewell-hipri",
                        "topic.stdpri", "farewell-stdpri",
                        "topic.analyzed.hipri", "farewell-analyzed-hipri",
                        "topic.analyzed.stdpri", "farewell-analyzed-stdpri"))) {
            caravan.context().getRouteController().stopRoute("analyse-hipri");
            try (ProducerTemplate producer = caravan.context().createProducerTemplate()) {
                IntStream.range(0, 3).forEach(number -> producer.sendBody("kafka:farewell-hipri", "left " + number));
            }
        } finally {
            logger.detachAppender(log);
            logger.setLevel(before);
        }
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).anySatisfy(line -> assertThat(line)
                .contains("3 records wait for the next start", "analyse-hipri=3", "analyse-stdpri=0"));
    }
}
