package caravan.lake;

import caravan.UnavailableException;
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
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Looks for articles from the last day back, on one connection. Used once. */
final class DaySearch {

    private static final SqlFile START = SqlFile.of("duckdb/articles-start.sql");
    private static final SqlFile FIND = SqlFile.of("duckdb/articles-find-day.sql");
    private static final SqlFile READ = SqlFile.of("duckdb/articles-read-day.sql");

    private final LakeFiles lake;
    private final Connection connection;
    private final QueryStop stop;

    DaySearch(LakeFiles lake, Connection connection, QueryStop stop) {
        this.lake = lake;
        this.connection = connection;
        this.stop = stop;
    }

    List<FoundArticle> find(ArticleSearch search) {
        start();
        LakeQuery filter = search.filter();
        Map<String, Object> values = new HashMap<>();
        values.put("from", filter.from().atOffset(ZoneOffset.UTC));
        values.put("to", filter.to().atOffset(ZoneOffset.UTC));
        values.put("tickers", filter.tickers());
        values.put("sources", filter.sources());
        values.put("models", filter.models());
        values.put("wanted", search.words().wanted());
        values.put("unwanted", search.words().unwanted());
        List<FoundArticle> found = new ArrayList<>();
        int[] toPass = {search.offset()};
        for (LocalDate day : daysBack(filter.from(), filter.to())) {
            int room = search.limit() - found.size();
            if (room == 0) {
                break;
            }
            lake.read(day, files -> {
                values.put("limit", toPass[0] + room);
                List<String> ids = ids(files, search.terms(), values);
                List<String> wanted = ids.subList(Math.min(toPass[0], ids.size()), ids.size());
                found.addAll(read(files, wanted, search.terms(), filter.models()));
                toPass[0] -= ids.size() - wanted.size();
            });
        }
        return found;
    }

    Optional<FoundArticle> find(String id, Instant from, Instant to) {
        List<FoundArticle> found = new ArrayList<>();
        for (LocalDate day : daysBack(from, to)) {
            lake.read(day, files -> found.addAll(read(files, List.of(id), Set.of(SentimentSchema.TEXT), Set.of())));
            if (!found.isEmpty()) {
                return Optional.of(found.get(0));
            }
        }
        return Optional.empty();
    }

    private List<LocalDate> daysBack(Instant from, Instant to) {
        List<LocalDate> days = new ArrayList<>(lake.days(from, to));
        Collections.reverse(days);
        return days;
    }

    private void start() {
        try (Statement statement = connection.createStatement()) {
            statement.execute(START.statement());
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB cannot search: " + e.getMessage(), e);
        }
    }

    private List<String> ids(DayFiles files, Set<String> terms, Map<String, Object> values) throws SQLException {
        List<String> ids = new ArrayList<>();
        if (files.isEmpty()) {
            return ids;
        }
        values.put("files", files.names());
        try (PreparedStatement prepared = FIND.when(with(files, terms)).prepare(connection, values);
                ResultSet found = stop.run(prepared, prepared::executeQuery)) {
            while (found.next()) {
                ids.add(found.getString("article_id"));
            }
        }
        return ids;
    }

    private List<FoundArticle> read(DayFiles files, List<String> ids, Set<String> terms, Set<String> models)
            throws SQLException {
        if (files.isEmpty() || ids.isEmpty()) {
            return List.of();
        }
        Map<String, FoundArticle> articles = new LinkedHashMap<>();
        Map<String, Object> values = Map.of("files", files.names(), "ids", ids, "models", models);
        try (PreparedStatement prepared = READ.when(with(files, terms)).prepare(connection, values);
                ResultSet rows = stop.run(prepared, prepared::executeQuery)) {
            while (rows.next()) {
                FoundArticle row = article(rows, terms.contains(SentimentSchema.TEXT));
                articles.merge(row.articleId(), row, DaySearch::joined);
            }
        }
        return List.copyOf(articles.values());
    }

    private static Set<String> with(DayFiles files, Set<String> terms) {
        Set<String> words = new HashSet<>(terms);
        words.addAll(files.words());
        return words;
    }

    private static FoundArticle article(ResultSet row, boolean withText) throws SQLException {
        return new FoundArticle(
                row.getString("article_id"),
                Instant.EPOCH.plus(row.getLong("timestamp"), ChronoUnit.MICROS),
                text(row, "article_title").orElse(""),
                text(row, "source").orElse(""),
                text(row, "source_url").orElse(""),
                text(row, "text_preview").orElse(""),
                withText ? text(row, "text") : Optional.empty(),
                List.of(new FoundArticle.Score(
                        text(row, "ticker"),
                        text(row, "model").orElse(""),
                        number(row, "sentiment"),
                        number(row, "confidence"))));
    }

    private static FoundArticle joined(FoundArticle article, FoundArticle more) {
        List<FoundArticle.Score> scores = new ArrayList<>(article.scores());
        scores.addAll(more.scores());
        return new FoundArticle(
                article.articleId(),
                article.timestamp(),
                article.title(),
                article.source(),
                article.sourceUrl(),
                article.preview(),
                article.text(),
                scores);
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static OptionalDouble number(ResultSet row, String column) throws SQLException {
        double number = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
