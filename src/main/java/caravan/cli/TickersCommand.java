package caravan.cli;

import caravan.UnprocessableException;
import caravan.Workshop;
import caravan.config.Settings;
import caravan.enrich.Companies;
import caravan.enrich.CompanyList;
import caravan.source.FetchRequest;
import caravan.source.Fetcher;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks after the list of companies. */
@Command(
        name = "tickers",
        description = "Looks after the list of companies whose names and tickers are found in articles.",
        mixinStandardHelpOptions = true,
        subcommands = TickersCommand.Refresh.class)
public final class TickersCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the tickers: refresh");
    }

    /** Takes the SEC's newest list. */
    @Command(
            name = "refresh",
            description = {
                "Takes the SEC's newest list of companies in place of the one in use.",
                "It is checked before it replaces the old one. A running Caravan takes it up at its next start; every"
                        + " command does so at once."
            },
            mixinStandardHelpOptions = true)
    static final class Refresh implements Callable<Integer> {

        private static final String JSON_TYPE = "application/json, */*;q=0.1";

        @Mixin
        private SettingsOptions options;

        @Option(
                names = "--from",
                paramLabel = "FILE",
                description =
                        "a file in the form of company_tickers.json or company_tickers_exchange.json; else tickers.url is fetched")
        private Path from;

        @Option(
                names = "--allow-host",
                paramLabel = "HOST[:PORT]",
                description = "a host on a private or loopback address that may be fetched from")
        private List<String> allowedHosts = List.of();

        @Option(names = "--json", description = "one JSON object a line")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            Settings settings = options.load();
            Workshop workshop = new Workshop(settings);
            String place = from == null ? settings.text("tickers.url") : from.toString();
            byte[] answer = from == null ? fetched(workshop, place) : read(from);
            Companies known = Companies.shipped();
            CompanyList list = CompanyList.of(answer, place, known);
            list.write(workshop.companiesFile(), Clock.systemUTC().instant());
            int size = Companies.of(workshop.companiesFile()).size();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                new JsonLines(out)
                        .write(JsonLines.MAPPER
                                .createObjectNode()
                                .put("file", workshop.companiesFile().toString())
                                .put("from", place)
                                .put("companies", size)
                                .put("shipped", known.size()));
            } else {
                out.printf(
                        "%d companies from %s are in %s; %d are shipped%n",
                        size, place, workshop.companiesFile(), known.size());
                out.flush();
            }
            return 0;
        }

        private byte[] fetched(Workshop workshop, String url) {
            try (Fetcher fetcher = workshop.fetcher(allowedHosts)) {
                return fetcher.fetch(new FetchRequest(
                                URI.create(url),
                                Map.of(),
                                Optional.empty(),
                                Optional.empty(),
                                JSON_TYPE,
                                FetchRequest.Kind.FEED))
                        .body();
            }
        }

        private static byte[] read(Path file) {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new UnprocessableException("--from %s cannot be read: %s".formatted(file, e), e);
            }
        }
    }
}
