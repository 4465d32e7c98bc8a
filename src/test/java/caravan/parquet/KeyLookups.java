package caravan.parquet;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.io.api.Binary;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a publication does for each row of the day and of what waits: hash its key and look whether another has it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class KeyLookups {

    private static final int PROBES = 1 << 16;

    /** How many of the rows that wait have different keys. */
    @Param({"500", "300000"})
    private int keys;

    private final KeyIndex index = new KeyIndex();
    private final KeyHash hash = new KeyHash();
    private final Binary model = Binary.fromString("lexicon");
    private final Binary ticker = Binary.fromString("T07");
    private final Binary[] known = new Binary[PROBES];
    private final Binary[] unknown = new Binary[PROBES];
    private int next;

    @Setup
    public void fill() {
        for (int row = 0; row < keys; row++) {
            index.put(hashOf(article(row)), row, row);
        }
        for (int i = 0; i < PROBES; i++) {
            known[i] = article((int) (i * 31L % keys));
            unknown[i] = article(-1 - i);
        }
    }

    @Benchmark
    public int known() {
        return index.row(hashOf(known[next++ & PROBES - 1]));
    }

    @Benchmark
    public int unknown() {
        return index.row(hashOf(unknown[next++ & PROBES - 1]));
    }

    /** Where all memory that a lookup touches is the key's own. */
    @Benchmark
    public long hashAlone() {
        return hashOf(known[next++ & PROBES - 1]).low();
    }

    private KeyHash hashOf(Binary article) {
        return hash.add(article).add(ticker).add(model).end();
    }

    private static Binary article(int number) {
        return Binary.fromString(new UUID(number * 0x9E3779B97F4A7C15L, number).toString());
    }
}
