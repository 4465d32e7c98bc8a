package caravan.cli;

import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time of the command line, and says what one looks like where it is none. */
final class TimeConverter implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeException e) {
            throw new TypeConversionException("'%s' is no time, such as 2026-01-05T10:00:00Z".formatted(value));
        }
    }
}
