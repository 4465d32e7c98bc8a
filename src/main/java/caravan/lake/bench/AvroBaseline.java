package caravan.lake.bench;

import caravan.lake.SentimentSchema;
import caravan.parquet.ZstdCodecFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaBuilder.FieldAssembler;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/** What most people write Parquet with on this platform: parquet-avro, one file in one go, zstd, nothing else set. */
final class AvroBaseline implements AutoCloseable {

    /** {@code parquet.compression.codec.zstd.level} where it is not set. */
    private static final int DEFAULT_LEVEL = 3;

    private static final Schema TIME = LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
    private static final Schema SCHEMA = schema();

    private final ParquetWriter<GenericRecord> writer;

    AvroBaseline(Path file) throws IOException {
        this.writer = AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
                .withSchema(SCHEMA)
                .withDataModel(GenericData.get())
                .withConf(new PlainParquetConfiguration())
                // Its own Zstandard, at its own level; the class that finds it wants more of Hadoop than there is here.
                .withCodecFactory(new ZstdCodecFactory(DEFAULT_LEVEL))
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .build();
    }

    void write(Map<String, Object> row) throws IOException {
        GenericRecord record = new GenericData.Record(SCHEMA);
        row.forEach((column, value) -> record.put(
                column, value instanceof Instant time ? ChronoUnit.MICROS.between(Instant.EPOCH, time) : value));
        writer.write(record);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static Schema schema() {
        FieldAssembler<Schema> fields = SchemaBuilder.record("sentiment").fields();
        for (String column : SentimentSchema.rows().columns()) {
            switch (column) {
                case SentimentSchema.TIMESTAMP, SentimentSchema.FETCHED, SentimentSchema.PROCESSED ->
                    fields.name(column).type().optional().type(TIME);
                case SentimentSchema.SENTIMENT, SentimentSchema.CONFIDENCE -> fields.optionalDouble(column);
                default -> fields.optionalString(column);
            }
        }
        return fields.endRecord();
    }
}
