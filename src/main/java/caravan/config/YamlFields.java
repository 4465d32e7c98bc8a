package caravan.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/** The fields of one block of a YAML file, each read as what it should be; what is wrong is noted, not thrown. */
public final class YamlFields {

    private static final Pattern SPAN = Pattern.compile("\\d{1,9}(ms|s|m|h|d)");

    private final YamlNode.Mapping block;
    private final String prefix;
    private final Supplier<String> owner;
    private final List<String> errors;

    /**
     * @param owner what the block belongs to, for messages
     * @param errors takes a sentence for everything that is wrong
     */
    public YamlFields(YamlNode.Mapping block, Supplier<String> owner, List<String> errors) {
        this(block, "", owner, errors);
    }

    private YamlFields(YamlNode.Mapping block, String prefix, Supplier<String> owner, List<String> errors) {
        this.block = block;
        this.prefix = prefix;
        this.owner = owner;
        this.errors = errors;
    }

    public void error(String field, String what) {
        YamlNode.Field at = block.fields().get(field);
        errors.add("line %d, %s, field '%s%s': %s"
                .formatted(at == null ? block.line() : at.line(), owner.get(), prefix, field, what));
    }

    public void allow(List<String> allowed) {
        block.fields().keySet().stream()
                .filter(field -> !allowed.contains(field))
                .forEach(field -> error(field, "is unknown; allowed: " + String.join(", ", allowed)));
    }

    /** Those that are there, in their order. */
    public Set<String> names() {
        return block.fields().keySet();
    }

    public boolean has(String field) {
        return block.fields().containsKey(field);
    }

    /** Null where there is none. */
    public YamlNode node(String field) {
        YamlNode.Field at = block.fields().get(field);
        return at == null ? null : at.value();
    }

    /** The block below a field, empty where there is none. */
    public YamlFields block(String field) {
        YamlNode value = node(field);
        if (value instanceof YamlNode.Mapping inner) {
            return new YamlFields(inner, prefix + field + ".", owner, errors);
        }
        if (value != null) {
            error(field, "must be a block of fields, indented below it");
        }
        return new YamlFields(new YamlNode.Mapping(block.line(), Map.of()), prefix + field + ".", owner, errors);
    }

    public <T> Optional<T> required(String field, Function<String, T> read) {
        if (node(field) == null) {
            error(field, "is missing");
            return Optional.empty();
        }
        return optional(field, read);
    }

    public <T> T optional(String field, T otherwise, Function<String, T> read) {
        return optional(field, read).orElse(otherwise);
    }

    /** Empty where it is absent, and where it is wrong. */
    public <T> Optional<T> optional(String field, Function<String, T> read) {
        YamlNode value = node(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof YamlNode.Scalar scalar)) {
            error(field, "must be a single value; put quotes around it if it contains { or [");
            return Optional.empty();
        }
        if (scalar.text().isEmpty()) {
            error(field, "is empty");
            return Optional.empty();
        }
        return checked(field, scalar.text(), read);
    }

    /** The items of a list, or a single value as the only one of it; an empty list is met by nothing, and is refused. */
    public <T> List<T> oneOrMore(String field, Function<String, T> read) {
        YamlNode value = node(field);
        if (value instanceof YamlNode.Scalar scalar) {
            return checked(field, scalar.text(), read).stream().toList();
        }
        List<T> items = list(field, "[one, another]", read);
        if (value instanceof YamlNode.Sequence sequence && sequence.items().isEmpty()) {
            error(field, "is an empty list, which nothing can meet");
        }
        return items;
    }

    /** The items of a list. */
    public <T> List<T> list(String field, String example, Function<String, T> read) {
        YamlNode value = node(field);
        List<T> items = new ArrayList<>();
        if (value instanceof YamlNode.Sequence sequence) {
            for (YamlNode item : sequence.items()) {
                checked(field, item instanceof YamlNode.Scalar scalar ? scalar.text() : "", read)
                        .ifPresent(items::add);
            }
        } else if (value != null) {
            error(field, "must be a list, such as " + example);
        }
        return items;
    }

    public boolean flag(String field, boolean otherwise) {
        return optional(field, otherwise, YamlFields::flag);
    }

    /** A span of time such as {@code 500ms}, {@code 30s}, {@code 5m} or {@code 7d}. */
    public Duration span(String field, Duration otherwise) {
        return optional(field, otherwise, YamlFields::span);
    }

    private static Duration span(String text) {
        if (!SPAN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a span of time; such as 500ms, 30s, 5m or 7d".formatted(text));
        }
        return TimeUtils.toDuration(text);
    }

    /** A whole number. */
    public OptionalInt whole(String field, int least) {
        Optional<Integer> number = optional(field, text -> parsedWhole(text, least));
        return number.isPresent() ? OptionalInt.of(number.get()) : OptionalInt.empty();
    }

    private static Integer parsedWhole(String text, int least) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException notWhole) {
            throw new IllegalArgumentException("'%s' is not a whole number".formatted(text), notWhole);
        }
        throw new IllegalArgumentException("'%s' is less than %d".formatted(text, least));
    }

    /** A number of any kind. */
    public OptionalDouble number(String field, double least, double most) {
        Optional<Double> number = optional(field, text -> parsedNumber(text, least, most));
        return number.isPresent() ? OptionalDouble.of(number.get()) : OptionalDouble.empty();
    }

    private static Double parsedNumber(String text, double least, double most) {
        try {
            double number = Double.parseDouble(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException("'%s' is not a number".formatted(text), notNumber);
        }
        throw new IllegalArgumentException("'%s' is not between %s and %s".formatted(text, least, most));
    }

    private static Boolean flag(String text) {
        if (Set.of("true", "yes").contains(text)) {
            return true;
        }
        if (Set.of("false", "no").contains(text)) {
            return false;
        }
        throw new IllegalArgumentException("'%s' is neither true nor false".formatted(text));
    }

    private <T> Optional<T> checked(String field, String text, Function<String, T> read) {
        try {
            return Optional.of(read.apply(text));
        } catch (IllegalArgumentException e) {
            error(field, e.getMessage());
            return Optional.empty();
        }
    }
}
