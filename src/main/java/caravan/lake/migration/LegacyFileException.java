package caravan.lake.migration;

import caravan.UnprocessableException;
import java.util.OptionalLong;

/** A file that cannot be read, or not from some row on. */
final class LegacyFileException extends UnprocessableException {

    private final String reason;
    private final long row;

    private LegacyFileException(LegacyFile file, String reason, long row, Throwable cause) {
        super("%s %s".formatted(file.name(), reason), cause);
        this.reason = reason;
        this.row = row;
    }

    static LegacyFileException of(LegacyFile file, String reason, Throwable cause) {
        return new LegacyFileException(file, reason, -1, cause);
    }

    static LegacyFileException of(LegacyFile file, String reason) {
        return of(file, reason, null);
    }

    /** @param row the first that was not given */
    static LegacyFileException from(LegacyFile file, long row, String what, Throwable cause) {
        return new LegacyFileException(file, "cannot be read from row %d on: %s".formatted(row, what), row, cause);
    }

    /** What is wrong, in one line, without the file's name. */
    String reason() {
        return reason;
    }

    /** The first row, from 0, that could not be read, where those before it could. */
    OptionalLong row() {
        return row < 0 ? OptionalLong.empty() : OptionalLong.of(row);
    }
}
