package caravan.cli;

import caravan.api.DeadLetterParameters;
import caravan.deadletter.DeadLetterFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options by which a command says which dead letters it is about: those of the API. */
final class DeadLetterFilterOptions {

    @Option(
            names = "--error",
            paramLabel = "CLASS",
            description = "by the class of their error, such as TooLargeException")
    private String error;

    @Option(names = "--words", paramLabel = "WORDS", description = "words that are all in the error's message")
    private String words;

    @Option(
            names = "--leg",
            paramLabel = "LEG",
            description = "a leg, in one lane or both, or a route: lake-hipri, lake, enrich, score-stdpri")
    private String leg;

    @Option(names = "--source", paramLabel = "NAME", description = "by the source they came from")
    private String source;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "by the topic they came from")
    private String topic;

    @Option(names = "--article", paramLabel = "ID", description = "by the article's id")
    private String article;

    @Option(names = "--state", paramLabel = "STATE", description = "set-aside, replaying, replayed or discarded")
    private String state;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "a day or an ISO-8601 time at which they failed, in UTC without a zone")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "the same, not included")
    private String to;

    /** As parameters of the API; what is not given is not there. */
    Map<String, String> parameters() {
        Map<String, String> given = new LinkedHashMap<>();
        put(given, "error", error);
        put(given, "words", words);
        put(given, "leg", leg);
        put(given, "source", source);
        put(given, "topic", topic);
        put(given, "article", article);
        put(given, "state", state);
        put(given, "from", from);
        put(given, "to", to);
        return given;
    }

    /** @throws IllegalArgumentException that names what cannot be understood */
    DeadLetterFilter filter() {
        Map<String, String> given = parameters();
        return DeadLetterParameters.filter(name -> given.getOrDefault(name, ""));
    }

    private static void put(Map<String, String> given, String name, String value) {
        if (value != null) {
            given.put(name, value);
        }
    }
}
