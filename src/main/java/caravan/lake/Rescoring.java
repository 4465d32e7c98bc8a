package caravan.lake;

import caravan.parquet.ParquetPartitionConstants;
import caravan.parquet.Row;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a replay of rows to one row an article where all rows of an article tell of the whole of it; a row that does not,
 * as one that was migrated, stands for its ticker. Remembers the
 * articles of one day (about 150 bytes each); for one replay at a time.
 */
public final class Rescoring {

    /** The exchange property with the rows that stand for their articles. */
    public static final String ARTICLES = "articles";
    /** The exchange property with the day of the rows. */
    public static final String DAY = ParquetPartitionConstants.DAY;

    private static final Logger LOG = LoggerFactory.getLogger(Rescoring.class);
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private final Set<String> done = new HashSet<>();
    private String day;
    private int skipped;

    /** One row for each article among them that {@link #done} was not yet told of. */
    public synchronized List<Row> oncePerArticle(@Body List<Row> rows, @ExchangeProperty(DAY) String ofDay) {
        turnTo(ofDay);
        skipped = 0;
        Map<String, Row> articles = new LinkedHashMap<>();
        rows.forEach(row -> articles.putIfAbsent(article(row), row));
        articles.keySet().removeAll(done);
        return List.copyOf(articles.values());
    }

    /** Remembers that these are in the lake; to be called after they are, so that a batch that failed is done again. */
    public synchronized void done(@ExchangeProperty(ARTICLES) List<Row> rows, @ExchangeProperty(DAY) String ofDay) {
        turnTo(ofDay);
        rows.forEach(row -> done.add(article(row)));
        if (skipped > 0) {
            LOG.info(
                    "Skipped {} of {} articles of {}: the model does not read their language",
                    skipped,
                    rows.size(),
                    day);
        }
    }

    /** Leaves an article as it is: there is nothing to write of it. */
    public synchronized List<Row> skip() {
        skipped++;
        return List.of();
    }

    /** A new replay, which does again what the last one did. */
    public synchronized void begin() {
        day = null;
        done.clear();
    }

    /** A row as JSON, to be set aside. */
    public byte[] json(@Body Row row) {
        try {
            return MAPPER.writeValueAsBytes(row.toMap());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts, numbers and times are always writable", e);
        }
    }

    private void turnTo(String ofDay) {
        if (ofDay != null && !ofDay.equals(day)) {
            day = ofDay;
            done.clear();
        }
    }

    /** A row whose payload does not name the tickers of its article knows of no ticker but its own. */
    private static String article(Row row) {
        String id = String.valueOf(row.get(SentimentSchema.ARTICLE_ID));
        return StoredArticle.namesTickers(row) ? id : id + ' ' + row.get(SentimentSchema.TICKER);
    }
}
