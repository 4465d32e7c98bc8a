package caravan.lake.migration.oracle;

import caravan.lake.migration.oracle.Truth.Outcome;
import caravan.lake.migration.oracle.Truth.Reason;
import caravan.lake.migration.oracle.Truth.Repair;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A row while it is made: what is true of it, and, in the fields that end in {@code Written}, how its file tells it. Both
 * are set side by side, so that neither is worked out from the other.
 */
final class MadeRow {

    static final Text NO_TEXT = Text.of("[HISTORICAL DATA - TEXT NOT AVAILABLE]");

    final long identity;
    /** Stands in the title, and tells which row this is whatever became of the rest. */
    final long serial;

    final Set<Repair> repairs = EnumSet.noneOf(Repair.class);
    final Map<String, Object> extras = new HashMap<>();
    /** What must be found in the payload; null as a value where only the name counts. */
    final ObjectNode payload = JsonNodeFactory.instance.objectNode();

    Outcome outcome = Outcome.KEPT;
    Reason reason;
    Quirk quirk;
    long index;

    Stamp stamp;
    String ticker;
    /** Of the name of a file of one ticker that has no column for it, else null. */
    String tickerOfFile;

    String tickerWritten;
    String title;
    String titleWritten;
    String otherTitleWritten;
    Double sentiment;
    Object sentimentWritten;
    Double confidence;
    Object confidenceWritten;
    String source;
    String model;
    String url;
    final String[] urlsWritten = new String[3];
    String articleId;
    Object idWritten;
    Text text;
    final Text[] textsWritten = new Text[4];

    MadeRow(long identity, long serial) {
        this.identity = identity;
        this.serial = serial;
    }

    String tag() {
        return title == null ? articleId : Long.toString(serial);
    }

    /** The same, to be changed in something. */
    MadeRow again(long otherIdentity) {
        MadeRow row = new MadeRow(otherIdentity, serial);
        row.repairs.addAll(repairs);
        row.extras.putAll(extras);
        row.payload.setAll(payload);
        row.outcome = outcome;
        row.reason = reason;
        row.quirk = quirk;
        row.index = index;
        row.stamp = stamp;
        row.ticker = ticker;
        row.tickerOfFile = tickerOfFile;
        row.tickerWritten = tickerWritten;
        row.title = title;
        row.titleWritten = titleWritten;
        row.otherTitleWritten = otherTitleWritten;
        row.sentiment = sentiment;
        row.sentimentWritten = sentimentWritten;
        row.confidence = confidence;
        row.confidenceWritten = confidenceWritten;
        row.source = source;
        row.model = model;
        row.url = url;
        System.arraycopy(urlsWritten, 0, row.urlsWritten, 0, urlsWritten.length);
        row.articleId = articleId;
        row.idWritten = idWritten;
        row.text = text;
        System.arraycopy(textsWritten, 0, row.textsWritten, 0, textsWritten.length);
        return row;
    }

    void refuse(Reason why) {
        outcome = Outcome.REFUSED;
        reason = why;
    }
}
