package caravan.api.stream;

import caravan.live.feed.Channel;
import caravan.live.feed.FeedRequest;
import caravan.live.feed.ResumePoint;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what a listener asks for, with complaints that name the parameter. */
final class StreamParameters {

    private static final int MOST = 1_000;
    private static final Set<String> KNOWN = Set.of("tickers", "priority", "events", "rate", "recent", "last-event-id");
    private static final List<String> KINDS = List.of("article", "alert", "score");

    private StreamParameters() {}

    /** @throws IllegalArgumentException that names the parameter */
    static FeedRequest read(HttpServerRequest request) {
        for (String name : request.params().names()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("There is no parameter %s; there are %s"
                        .formatted(name, KNOWN.stream().sorted().collect(Collectors.joining(", "))));
            }
        }
        Set<String> tickers = words(request, "tickers")
                .map(word -> word.toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new FeedRequest(
                channels(request),
                tickers,
                number(request, "rate"),
                number(request, "recent").orElse(0),
                // A browser sends the header when it reconnects; a program that begins cannot set one everywhere.
                Optional.ofNullable(request.getHeader("Last-Event-ID"))
                        .or(() -> Optional.ofNullable(request.getParam("last-event-id")))
                        .filter(id -> !id.isBlank())
                        .map(ResumePoint::parse));
    }

    private static Set<Channel> channels(HttpServerRequest request) {
        Set<String> events = words(request, "events").collect(Collectors.toSet());
        events.stream().filter(event -> !KINDS.contains(event)).findFirst().ifPresent(event -> {
            throw new IllegalArgumentException(
                    "events has '%s'; it must be some of %s, with commas".formatted(event, String.join(", ", KINDS)));
        });
        Set<Channel> channels = EnumSet.allOf(Channel.class);
        channels.removeIf(channel -> !events.isEmpty() && !events.contains(channel.event()));
        String priority = Optional.ofNullable(request.getParam("priority")).orElse("");
        switch (priority) {
            case "" -> {}
            case "high" -> channels.remove(Channel.STANDARD);
            case "standard" -> channels.remove(Channel.HIGH);
            default ->
                throw new IllegalArgumentException("priority is '%s'; it must be high or standard".formatted(priority));
        }
        return channels;
    }

    private static Stream<String> words(HttpServerRequest request, String name) {
        return request.params().getAll(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(word -> !word.isEmpty());
    }

    private static OptionalInt number(HttpServerRequest request, String name) {
        String text = request.getParam(name);
        if (text == null || text.isBlank()) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 1 && number <= MOST) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(complaint(name, text), e);
        }
        throw new IllegalArgumentException(complaint(name, text));
    }

    private static String complaint(String name, String text) {
        return "%s is '%s'; it must be a whole number from 1 to %d".formatted(name, text, MOST);
    }
}
