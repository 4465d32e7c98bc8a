package caravan.lake.migration.oracle;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** How a file keeps the column {@code timestamp}. */
enum TimeForm {
    MILLIS_UTC(INT64, timestampType(true, TimeUnit.MILLIS)),
    MILLIS_LOCAL(INT64, timestampType(false, TimeUnit.MILLIS)),
    MICROS_UTC(INT64, timestampType(true, TimeUnit.MICROS)),
    MICROS_LOCAL(INT64, timestampType(false, TimeUnit.MICROS)),
    NANOS_UTC(INT64, timestampType(true, TimeUnit.NANOS)),
    NANOS_LOCAL(INT64, timestampType(false, TimeUnit.NANOS)),
    JULIAN(INT96, null),
    DATE(INT32, dateType()),
    EPOCH_SECONDS(INT64, null),
    EPOCH_SECONDS_SHORT(INT32, null),
    EPOCH_MILLIS(INT64, null),
    /** All alike, with a Z. */
    TEXT_UTC(BINARY, stringType()),
    /** Every way of {@link TextTime}, one after the other. */
    TEXT_MIXED(BINARY, stringType()),
    /** No such column. */
    ABSENT(null, null);

    private static final List<TextTime> MIXTURE = List.of(TextTime.values());
    private static final long MICROS_OF_DAY = 86_400_000_000L;
    private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;

    private final PrimitiveTypeName stored;
    private final LogicalTypeAnnotation logical;

    TimeForm(PrimitiveTypeName stored, LogicalTypeAnnotation logical) {
        this.stored = stored;
        this.logical = logical;
    }

    PrimitiveType type(String name) {
        return Types.optional(stored).as(logical).named(name);
    }

    boolean isText() {
        return this == TEXT_UTC || this == TEXT_MIXED;
    }

    /** The nearest time not later that this form can tell. */
    Stamp stamp(long wanted, int number, SplittableRandom random) {
        int finer = random.nextInt(1_000);
        long day = Math.floorDiv(wanted, MICROS_OF_DAY);
        return switch (this) {
            case MILLIS_UTC -> new Stamp(wanted / 1_000, wanted / 1_000 * 1_000, false);
            case MILLIS_LOCAL -> new Stamp(wanted / 1_000, wanted / 1_000 * 1_000, true);
            case MICROS_UTC -> new Stamp(wanted, wanted, false);
            case MICROS_LOCAL -> new Stamp(wanted, wanted, true);
            case NANOS_UTC -> new Stamp(wanted * 1_000 + finer, wanted, false);
            case NANOS_LOCAL -> new Stamp(wanted * 1_000 + finer, wanted, true);
            case JULIAN -> new Stamp(julian(day, (wanted - day * MICROS_OF_DAY) * 1_000 + finer), wanted, false);
            case DATE -> new Stamp((int) day, day * MICROS_OF_DAY, true);
            case EPOCH_SECONDS -> new Stamp(wanted / 1_000_000, wanted / 1_000_000 * 1_000_000, false);
            case EPOCH_SECONDS_SHORT -> new Stamp((int) (wanted / 1_000_000), wanted / 1_000_000 * 1_000_000, false);
            case EPOCH_MILLIS -> new Stamp(wanted / 1_000, wanted / 1_000 * 1_000, false);
            case TEXT_UTC -> TextTime.Z.stamp(wanted, random);
            case TEXT_MIXED -> MIXTURE.get(number % MIXTURE.size()).stamp(wanted, random);
            case ABSENT -> new Stamp(null, wanted, false);
        };
    }

    private static Binary julian(long day, long nanosOfDay) {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(nanosOfDay).putInt((int) day + JULIAN_DAY_OF_EPOCH);
        return Binary.fromConstantByteArray(bytes.array());
    }
}
