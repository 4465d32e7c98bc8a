package caravan.lake;

import caravan.UnavailableException;
import caravan.dedupe.TextSignature;
import caravan.lake.NearDuplicates.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One training set in the making, on one connection. Used once. */
final class TrainingRun {

    private static final List<String> LABELS = List.of("positive", "neutral", "negative");
    private static final int FEWEST = 64;
    private static final double SPARE = 1.25;
    private static final int AT_ONCE = 1_000;

    private final LakeFiles lake;
    private final TrainingRequest request;
    private final Connection connection;
    private final long sliceBytes;
    private final Set<String> words;
    private final NearDuplicates duplicates = new NearDuplicates();
    private final Map<String, Long> available = new HashMap<>();
    private final Map<String, Long> lookedAt = new HashMap<>();
    private final Map<String, Long> lastLookedAt = new HashMap<>();
    private final Map<String, Long> accepted = new HashMap<>();
    private final Map<String, Long> dropped = new TreeMap<>();
    private long acceptedBytes;

    TrainingRun(LakeFiles lake, TrainingRequest request, Connection connection, long sliceBytes) {
        this.lake = lake;
        this.request = request;
        this.connection = connection;
        this.sliceBytes = sliceBytes;
        this.words = new HashSet<>(request.filter().words());
        words.add(request.format().word());
        if (request.format() != TrainingRequest.Format.PARQUET) {
            words.add("lines");
        }
        words.add(request.perTicker() ? "per_ticker" : "per_article");
    }

    DataCard write(Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql("start").statement());
        }
        LakeQuery filter = request.filter();
        for (LocalDate day : lake.days(filter.from(), filter.to())) {
            lake.read(day, files -> onFiles("collect-day", day, files));
        }
        count();
        while (choose()) {
            for (LocalDate day : chosenDays()) {
                lake.read(day, files -> onFiles("read-day", day, files));
            }
            judge(signatures());
        }
        long most = request.balanced() ? least(accepted) : request.perClass();
        sql("finish").execute(connection, Map.of("most", most));
        long rows = LABELS.stream()
                .mapToLong(label -> Math.min(most, accepted.getOrDefault(label, 0L)))
                .sum();
        output(rows);
        sql("file").execute(connection, Map.of("file", file.toAbsolutePath().toString()));
        sql("write").when(words).execute(connection, Map.of());
        return card(most, file);
    }

    private static SqlFile sql(String name) {
        return SqlFile.of("duckdb/training-%s.sql".formatted(name));
    }

    private void onFiles(String name, LocalDate day, DayFiles files) throws SQLException {
        if (files.isEmpty()) {
            return;
        }
        LakeQuery filter = request.filter();
        Map<String, Object> values = new HashMap<>();
        values.put("files", files.names());
        values.put("day", day.toString());
        values.put("from", filter.from().atOffset(ZoneOffset.UTC));
        values.put("to", filter.to().atOffset(ZoneOffset.UTC));
        values.put("tickers", filter.tickers());
        values.put("sources", filter.sources());
        values.put("models", filter.models());
        values.put("positive", request.positive());
        values.put("negative", request.negative());
        values.put("seed", Long.toString(request.seed()));
        Set<String> applying = new HashSet<>(words);
        applying.addAll(files.words());
        sql(name).when(applying).execute(connection, values);
    }

    private void count() throws SQLException {
        each(sql("labels"), Map.of(), row -> {
            String label = row.getString("label");
            if (LABELS.contains(label)) {
                available.put(label, row.getLong("articles"));
            } else {
                drop(label, row.getLong("articles"));
            }
        });
    }

    /** The next of each label that still needs some; false when none does, or there are no more. */
    private boolean choose() throws SQLException {
        Map<String, Object> values = new HashMap<>();
        boolean isAny = false;
        long target = target();
        for (String label : LABELS) {
            long need = target - accepted.getOrDefault(label, 0L);
            long left = available.getOrDefault(label, 0L) - lookedAt.getOrDefault(label, 0L);
            long count = need <= 0 ? 0 : Math.min(left, Math.max(FEWEST, (long) (need * SPARE)));
            values.put(label + "_after", lastLookedAt.getOrDefault(label, -1L));
            values.put(label + "_count", count);
            isAny |= count > 0;
        }
        if (isAny) {
            sql("choose").execute(connection, values);
        }
        return isAny;
    }

    /** How many of each label the set can still have. */
    private long target() {
        if (!request.balanced()) {
            return request.perClass();
        }
        Map<String, Long> possible = new HashMap<>();
        for (String label : LABELS) {
            possible.put(
                    label,
                    accepted.getOrDefault(label, 0L)
                            + available.getOrDefault(label, 0L)
                            - lookedAt.getOrDefault(label, 0L));
        }
        return Math.min(request.perClass(), least(possible));
    }

    private static long least(Map<String, Long> counts) {
        return LABELS.stream()
                .mapToLong(label -> counts.getOrDefault(label, 0L))
                .min()
                .orElse(0);
    }

    private List<LocalDate> chosenDays() throws SQLException {
        List<LocalDate> days = new ArrayList<>();
        each(sql("chosen-days"), Map.of(), row -> days.add(LocalDate.parse(row.getString("day"))));
        return days;
    }

    private record Looked(long bytes, Optional<TextSignature> signature) {}

    private Map<Long, Looked> signatures() throws SQLException {
        Map<Long, Looked> signatures = new HashMap<>();
        each(sql("texts"), Map.of(), row -> {
            String text = Optional.ofNullable(row.getString("text")).orElse("");
            boolean isLongEnough = !text.isBlank() && text.length() >= request.minLength();
            signatures.put(
                    row.getLong("number"),
                    new Looked(text.length(), isLongEnough ? Optional.of(TextSignature.of(text)) : Optional.empty()));
        });
        return signatures;
    }

    private void judge(Map<Long, Looked> signatures) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        each(sql("chosen"), Map.of(), row -> {
            String label = row.getString("label");
            lookedAt.merge(label, 1L, Long::sum);
            lastLookedAt.put(label, row.getLong("number"));
            Looked looked = signatures.get(row.getLong("number"));
            if (accepted.getOrDefault(label, 0L) >= request.perClass()) {
                drop("not needed", 1);
            } else if (looked == null || looked.signature().isEmpty()) {
                drop("text too short", 1);
            } else {
                Verdict verdict = duplicates.add(looked.signature().get(), row.getString("owner"));
                switch (verdict) {
                    case NEW -> {
                        numbers.add(row.getLong("number"));
                        accepted.merge(label, 1L, Long::sum);
                        acceptedBytes += looked.bytes();
                    }
                    case SAME -> drop("same text", 1);
                    case NEARLY_SAME -> drop("nearly the same text", 1);
                }
            }
        });
        for (int i = 0; i < numbers.size(); i += AT_ONCE) {
            sql("accept")
                    .execute(connection, Map.of("numbers", numbers.subList(i, Math.min(numbers.size(), i + AT_ONCE))));
        }
    }

    private void output(long rows) throws SQLException {
        sql("output").execute(connection, Map.of());
        long ofAccepted = Math.max(
                1, accepted.values().stream().mapToLong(Long::longValue).sum());
        long slice = Math.max(1, sliceBytes / Math.max(1, acceptedBytes / ofAccepted));
        for (long from = 0; from < rows; from += slice) {
            sql("append").execute(connection, Map.of("from", from, "to", from + slice));
        }
    }

    private DataCard card(long most, Path file) throws SQLException {
        for (String label : LABELS) {
            long surplus = Math.max(0, accepted.getOrDefault(label, 0L) - most);
            drop("not needed", surplus + available.getOrDefault(label, 0L) - lookedAt.getOrDefault(label, 0L));
        }
        Map<String, Long> labels = new TreeMap<>();
        LABELS.forEach(label -> labels.put(label, 0L));
        Map<String, Long> sources = new TreeMap<>();
        Map<String, Long> models = new TreeMap<>();
        List<Long> times = new ArrayList<>();
        each(sql("summary"), Map.of(), row -> {
            long count = row.getLong("articles");
            labels.merge(row.getString("label"), count, Long::sum);
            sources.merge(String.valueOf(row.getString("source")), count, Long::sum);
            models.merge(String.valueOf(row.getString("models")), count, Long::sum);
            times.add(row.getLong("first"));
            times.add(row.getLong("last"));
        });
        return new DataCard(
                request,
                labels,
                sources,
                models,
                times.stream().min(Long::compare).map(TrainingRun::time),
                times.stream().max(Long::compare).map(TrainingRun::time),
                Map.copyOf(dropped),
                sha256(file));
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private void drop(String why, long count) {
        if (count > 0) {
            dropped.merge(why, count, Long::sum);
        }
    }

    private interface Look {
        void at(ResultSet row) throws SQLException;
    }

    private void each(SqlFile sql, Map<String, ?> values, Look look) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection, values);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                look.at(rows);
            }
        }
    }

    private static String sha256(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be read: %s".formatted(file, e), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
