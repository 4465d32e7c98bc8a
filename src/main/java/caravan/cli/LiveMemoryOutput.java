package caravan.cli;

import caravan.live.LiveMemory;
import java.io.PrintWriter;

/** Writes what Redis's memory holds, as a table or as JSON lines. */
final class LiveMemoryOutput {

    private final PrintWriter out;
    private final boolean json;

    LiveMemoryOutput(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void print(LiveMemory.Found found) {
        if (json) {
            JsonLines lines = new JsonLines(out);
            found.kinds()
                    .forEach(kind -> lines.write(JsonLines.MAPPER
                            .createObjectNode()
                            .put("kind", kind.kind())
                            .put("keys", kind.keys())
                            .put("bytes", kind.bytes())
                            .put("bytes_per_ticker", perTicker(kind.bytes(), found))));
            lines.write(JsonLines.MAPPER
                    .createObjectNode()
                    .put("kind", "all")
                    .put("tickers", found.tickers())
                    .put("keys", found.keys())
                    .put("bytes", found.bytes())
                    .put("bytes_per_ticker", perTicker(found.bytes(), found))
                    .put("used_memory", found.usedMemory()));
            return;
        }
        out.printf("%-26s %10s %14s %12s%n", "KEYS", "NUMBER", "BYTES", "PER TICKER");
        found.kinds().forEach(kind -> line(kind.kind(), kind.keys(), kind.bytes(), found));
        line("all", found.keys(), found.bytes(), found);
        out.printf("%,d tickers; Redis uses %,d bytes in all%n", found.tickers(), found.usedMemory());
        out.flush();
    }

    private void line(String kind, long keys, long bytes, LiveMemory.Found found) {
        out.printf("%-26s %,10d %,14d %,12d%n", kind, keys, bytes, perTicker(bytes, found));
    }

    private static long perTicker(long bytes, LiveMemory.Found found) {
        return found.tickers() == 0 ? 0 : bytes / found.tickers();
    }
}
