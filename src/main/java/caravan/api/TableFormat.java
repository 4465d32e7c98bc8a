package caravan.api;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** In what form rows are answered. */
enum TableFormat {
    JSON("application/json", true),
    CSV("text/csv", true),
    PARQUET("application/vnd.apache.parquet", false);

    private final MimeType mediaType;
    private final boolean compressible;

    TableFormat(String mediaType, boolean compressible) {
        this.mediaType = MimeTypeUtils.parseMimeType(mediaType);
        this.compressible = compressible;
    }

    String mediaType() {
        return mediaType.toString();
    }

    /** Whether gzip makes it smaller; Parquet is compressed inside. */
    boolean isCompressible() {
        return compressible;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param word of the parameter {@code format}, which counts; empty when there is none
     * @param accept the header; empty when there is none. Of forms that are liked the same, the first one here
     * @throws IllegalArgumentException when there is no such format
     * @throws NotAcceptableException when no form is accepted
     */
    static TableFormat wanted(String word, String accept) {
        if (!word.isBlank()) {
            return Arrays.stream(values())
                    .filter(format -> format.word().equals(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "format is '%s'; it must be json, csv or parquet".formatted(word)));
        }
        List<MimeType> accepted = accepted(accept);
        return Arrays.stream(values())
                .filter(format -> format.quality(accepted) > 0)
                .max(Comparator.comparingDouble((TableFormat format) -> format.quality(accepted))
                        .thenComparing(Comparator.<TableFormat>naturalOrder().reversed()))
                .orElseThrow(() -> new NotAcceptableException("Accept is '%s'; there are %s"
                        .formatted(
                                accept,
                                Arrays.stream(values())
                                        .map(TableFormat::mediaType)
                                        .collect(Collectors.joining(", ")))));
    }

    private static List<MimeType> accepted(String accept) {
        try {
            return MimeTypeUtils.parseMimeTypes(accept.isBlank() ? "*/*" : accept);
        } catch (InvalidMimeTypeException e) {
            throw new NotAcceptableException("Accept is '%s', which cannot be read".formatted(accept), e);
        }
    }

    /** How much it is liked, from 0 to 1; of ranges that include it the most specific one counts (RFC 9110, 12.5.1). */
    private double quality(List<MimeType> accepted) {
        Optional<MimeType> range = accepted.stream()
                .filter(one -> one.includes(mediaType))
                .max(Comparator.comparingInt(one -> one.isWildcardType() ? 0 : one.isWildcardSubtype() ? 1 : 2));
        try {
            return range.map(one -> Optional.ofNullable(one.getParameter("q"))
                            .map(Double::parseDouble)
                            .orElse(1.0))
                    .orElse(0.0);
        } catch (NumberFormatException e) {
            throw new NotAcceptableException("Accept is '%s', which cannot be read".formatted(accepted), e);
        }
    }
}
