package caravan.cli;

import caravan.api.Parameter;
import caravan.lake.LakeQuery;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Option;

/** The options by which a command says which rows of the lake it is about. */
final class LakeFilterOptions {

    private static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    @Option(
            names = "--ticker",
            paramLabel = "TICKER,...",
            split = ",",
            description = "only rows of these; without, also rows without ticker")
    private List<String> tickers = List.of();

    @Option(names = "--from", paramLabel = "TIME", description = "a day or an ISO-8601 time, in UTC without a zone")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "the same, not included")
    private String to;

    @Option(names = "--source", paramLabel = "NAME,...", split = ",", description = "only rows from these sources")
    private List<String> sources = List.of();

    @Option(names = "--model", paramLabel = "NAME,...", split = ",", description = "only rows scored by these models")
    private List<String> models = List.of();

    /** @throws IllegalArgumentException that names the option, when one cannot be understood */
    LakeQuery query() {
        return LakeQuery.between(
                        Parameter.time("--from", from).orElse(BEGINNING),
                        Parameter.time("--to", to).orElse(END))
                .ofTickers(tickers)
                .fromSources(sources)
                .byModels(models);
    }
}
