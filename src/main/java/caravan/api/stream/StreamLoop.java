package caravan.api.stream;

import caravan.live.feed.Channel;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The listeners whose connections one event loop serves. All but {@link #wake} runs on that loop. */
final class StreamLoop {

    private static final long LOOK_EVERY_MS = 1_000;
    private static final int LOOKS_PER_BEAT = 5;

    private final Context context;
    private final Clock clock;
    private final Consumer<StreamClient> onTooSlow;
    private final Set<StreamClient> clients = new LinkedHashSet<>();
    private final Frames frames = new Frames();
    private final Set<Channel> news = EnumSet.noneOf(Channel.class);
    private int looks;

    /** @param onTooSlow told of each listener that was let go */
    StreamLoop(Vertx vertx, Context context, Clock clock, Consumer<StreamClient> onTooSlow) {
        this.context = context;
        this.clock = clock;
        this.onTooSlow = onTooSlow;
        vertx.setPeriodic(LOOK_EVERY_MS, timer -> look());
    }

    void add(StreamClient client) {
        clients.add(client);
        client.beat(clock.instant());
        client.tell(frames);
        frames.forget();
    }

    boolean remove(StreamClient client) {
        return clients.remove(client);
    }

    /** Has those told who listen to one of the channels; however often it is called before that, they are told once. */
    void wake(Set<Channel> channels) {
        synchronized (news) {
            boolean isUnderWay = !news.isEmpty();
            news.addAll(channels);
            if (isUnderWay) {
                return;
            }
        }
        context.runOnContext(now -> tell());
    }

    private void tell() {
        Set<Channel> channels;
        synchronized (news) {
            channels = EnumSet.copyOf(news);
            news.clear();
        }
        for (StreamClient client : List.copyOf(clients)) {
            if (client.listensTo(channels)) {
                client.tell(frames);
            }
        }
        frames.forget();
    }

    private void look() {
        looks++;
        for (StreamClient client : List.copyOf(clients)) {
            if (client.isTooSlow()) {
                onTooSlow.accept(client);
                client.drop();
            } else if (looks % LOOKS_PER_BEAT == 0) {
                client.beat(clock.instant());
            } else {
                client.tell(frames);
            }
        }
        frames.forget();
    }
}
