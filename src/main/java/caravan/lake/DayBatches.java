package caravan.lake;

import caravan.kafka.Batch;
import caravan.parquet.ParquetPartitionConstants;
import caravan.parquet.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/**
 * Divides a batch by the days its rows belong to, so that each day's file says which records its own rows came from: with
 * the offsets of the whole batch in each of its files, one that is lost would not be missed. Stateless.
 */
public final class DayBatches {

    /**
     * One message for each day: its rows, and in a header where they came from. Records that gave no row, which are dead
     * letters by now, are recorded with the first day's.
     *
     * @param survivors the messages of those records that gave rows, each with its rows as the body
     * @param batch all records
     * @return none when there is no row
     */
    public List<Message> days(List<Message> survivors, @ExchangeProperty(Batch.PROPERTY) List<Exchange> batch) {
        NavigableMap<LocalDate, List<Row>> rows = new TreeMap<>();
        NavigableMap<LocalDate, List<Message>> records = new TreeMap<>();
        Set<String> gave = new HashSet<>();
        for (Message survivor : survivors) {
            for (Object part : survivor.getBody(List.class)) {
                Row row = (Row) part;
                rows.computeIfAbsent(row.day(), day -> new ArrayList<>()).add(row);
                if (gave.add(place(survivor))) {
                    records.computeIfAbsent(row.day(), day -> new ArrayList<>()).add(survivor);
                }
            }
        }
        if (rows.isEmpty()) {
            return List.of();
        }
        batch.stream()
                .map(Exchange::getMessage)
                .filter(record -> !gave.contains(place(record)))
                .forEach(records.firstEntry().getValue()::add);
        List<Message> days = new ArrayList<>();
        rows.forEach((day, ofDay) -> {
            Message message = new DefaultMessage(batch.get(0).getContext());
            message.setBody(ofDay);
            message.setHeader(ParquetPartitionConstants.PROVENANCE, Batch.offsets(records.get(day)));
            days.add(message);
        });
        return days;
    }

    private static String place(Message record) {
        return "%s-%s@%s"
                .formatted(
                        record.getHeader(KafkaConstants.TOPIC),
                        record.getHeader(KafkaConstants.PARTITION),
                        record.getHeader(KafkaConstants.OFFSET));
    }
}
