package caravan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.Caravan;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TickersCommandTest {

    private static final String LIST = IntStream.range(0, 5_000)
            .mapToObj(i -> "\"%d\":{\"cik_str\":%d,\"ticker\":\"Q%04d\",\"title\":\"Quarrel %d Corp\"}"
                    .formatted(i, 9_000_000 + i, i, i))
            .collect(Collectors.joining(",", "{", "}"));

    @TempDir
    private Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--set", "caravan.data=" + data));
        return Caravan.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    @Test
    void aFileBecomesTheListThatEveryCommandUses() throws IOException {
        Path list = Files.writeString(data.resolve("list.json"), LIST);
        assertThat(run("tickers", "refresh", "--from", list.toString(), "--json"))
                .isZero();
        assertThat(out.toString()).contains("\"companies\":5000");
        out.getBuffer().setLength(0);
        run("check", "--no-fetch");
        assertThat(out.toString()).containsPattern("ok +companies +5000, refreshed 20\\d\\d-");
    }

    @Test
    void theListIsFetchedWithTheOperatorsName() throws IOException {
        List<String> asked = new ArrayList<>();
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("User-Agent"));
            byte[] body = LIST.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        site.start();
        try {
            String host = "127.0.0.1:" + site.getAddress().getPort();
            assertThat(run(
                            "tickers",
                            "refresh",
                            "--allow-host",
                            host,
                            "--set",
                            "tickers.url=http://" + host + "/files/company_tickers.json",
                            "--set",
                            "fetch.user-agent=Test Desk desk@test.invalid"))
                    .isZero();
            assertThat(asked).containsExactly("Test Desk desk@test.invalid");
            assertThat(data.resolve("companies.csv")).exists();
        } finally {
            site.stop(0);
        }
    }

    @Test
    void whatIsNoListLeavesTheOldOneAlone() throws IOException {
        Path good = Files.writeString(data.resolve("list.json"), LIST);
        run("tickers", "refresh", "--from", good.toString());
        String before = Files.readString(data.resolve("companies.csv"));
        Path bad = Files.writeString(data.resolve("bad.json"), LIST.replace("\"Q0077\"", "\"\""));
        assertThat(run("tickers", "refresh", "--from", bad.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("bad.json, entry 77").hasLineCount(1);
        assertThat(data.resolve("companies.csv")).hasContent(before);
        assertThat(data.resolve("companies.csv.part")).doesNotExist();
    }
}
