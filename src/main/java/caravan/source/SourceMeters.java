package caravan.source;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import org.apache.camel.component.micrometer.MicrometerConstants;

/**
 * Keeps sources out of the labels of metrics, of which there would be dozens for each of thousands: a source's state is
 * in the API and in JMX. What Camel times in the routes of all sources is told as that of one route,
 * {@value ScrapeRoute#TEMPLATE}. What it counts by route is left out for them, since it takes such a counter away when
 * one of the routes goes. Thread-safe.
 */
public final class SourceMeters implements MeterFilter {

    private static final String ENDPOINT = "endpointName";

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().equals(MicrometerConstants.DEFAULT_CAMEL_EXCHANGE_EVENT_METER_NAME) || !ofSource(id)) {
            return id;
        }
        Tags tags = Tags.of(id.getTagsAsIterable()).and(MicrometerConstants.ROUTE_ID_TAG, ScrapeRoute.TEMPLATE);
        for (Tag tag : id.getTagsAsIterable()) {
            if (tag.getKey().equals(ENDPOINT) && tag.getValue().startsWith(ScrapeRoute.ENDPOINT)) {
                tags = tags.and(ENDPOINT, ScrapeRoute.ENDPOINT);
            }
        }
        return id.replaceTags(tags);
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return ofSource(id) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    private static boolean ofSource(Meter.Id id) {
        String route = id.getTag(MicrometerConstants.ROUTE_ID_TAG);
        return route != null && route.startsWith(ScrapeRoute.PREFIX);
    }
}
