package caravan.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import caravan.parquet.ParquetStream;
import caravan.parquet.Row;
import caravan.parquet.RowSchema;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes rows one by one in a {@link TableFormat}. Not thread-safe. */
interface TableWriter extends Closeable {

    /** @param row values by column; {@link Instant}, {@link String}, numbers or null */
    void write(Map<String, Object> row) throws IOException;

    /** Writes what belongs behind the last row. */
    void finish() throws IOException;

    /** @param out is not closed */
    static TableWriter of(TableFormat format, OutputStream out, RowSchema schema) throws IOException {
        return switch (format) {
            case JSON -> json(out);
            case CSV -> csv(out, schema);
            case PARQUET -> parquet(out, schema);
        };
    }

    private static TableWriter json(OutputStream out) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        mapper.disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
        mapper.getFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        return sequence(mapper.writer().writeValuesAsArray(out));
    }

    private static TableWriter csv(OutputStream out, RowSchema schema) throws IOException {
        CsvMapper mapper = new CsvMapper();
        mapper.disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
        mapper.getFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        CsvSchema columns = CsvSchema.builder()
                .addColumns(schema.columns(), CsvSchema.ColumnType.STRING)
                .build();
        // Written by itself: otherwise it would come with the first row, and not where there is none.
        out.write((String.join(",", schema.columns()) + '\n').getBytes(US_ASCII));
        return sequence(mapper.writer(columns).writeValues(out));
    }

    private static TableWriter sequence(SequenceWriter writer) {
        return new TableWriter() {

            @Override
            public void write(Map<String, Object> row) throws IOException {
                Map<String, Object> plain = new LinkedHashMap<>(row);
                plain.replaceAll((column, value) -> value instanceof Instant ? value.toString() : value);
                writer.write(plain);
            }

            @Override
            public void finish() throws IOException {
                writer.close();
            }

            @Override
            public void close() {
                // What failed is not ended as if it were whole.
            }
        };
    }

    private static TableWriter parquet(OutputStream out, RowSchema schema) throws IOException {
        ParquetStream file = new ParquetStream(out, schema);
        return new TableWriter() {

            @Override
            public void write(Map<String, Object> row) throws IOException {
                file.write(Row.of(schema, row));
            }

            @Override
            public void finish() throws IOException {
                file.finish();
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
