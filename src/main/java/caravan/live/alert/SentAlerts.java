package caravan.live.alert;

import java.util.List;

/** What follows when alerts are on their topic: they are kept for those who look in, counted, and no longer to be sent. */
public final class SentAlerts {

    private final TickerAlerts tickerAlerts;
    private final RecentAlerts recent;
    private final AlertMeters meters;

    public SentAlerts(TickerAlerts tickerAlerts, RecentAlerts recent, AlertMeters meters) {
        this.tickerAlerts = tickerAlerts;
        this.recent = recent;
        this.meters = meters;
    }

    /** @throws org.springframework.dao.DataAccessException when Redis is away; all may be given again */
    public void note(List<AlertEvent> alerts) {
        recent.keep(alerts);
        tickerAlerts.sent(alerts);
        alerts.forEach(meters::fired);
    }
}
