package caravan.lake.sql;

import static caravan.lake.sql.LakeRows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.lake.LakeListing;
import caravan.lake.SentimentSchema;
import caravan.parquet.PartitionedTable;
import caravan.testing.RunningCaravan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole Caravan that shows its lake in a PostgreSQL of its own. */
class LakeSqlRoutesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    private final Instant today = Instant.now();

    @Test
    void whatIsPublishedIsShownAndWhatPostgresqlMissesDelaysNothingAndIsShownLater() {
        try (LakePostgres postgres = new LakePostgres()) {
            try (PartitionedTable lake =
                    PartitionedTable.open(folder.resolve("lake"), SentimentSchema.rows(), SentimentSchema.options())) {
                lake.append(List.of(row(1, Instant.parse("2025-04-25T08:00:00Z"), "AAPL")), Map.of());
                lake.publishAll(Instant.now());
            }
            try (Application caravan = start(postgres)) {
                await("what was there already").atMost(PATIENCE).until(() -> shown(postgres), rows -> rows == 1);

                append(caravan, 2);
                await("what came").atMost(PATIENCE).until(() -> shown(postgres), rows -> rows == 2);
                await("the materialized view")
                        .atMost(PATIENCE)
                        .until(() -> postgres.count("select * from lake.all_sentiment_mv"), rows -> rows == 2);

                postgres.client().sql("alter schema lake rename to gone").update();
                append(caravan, 3);
                await("publishing goes on").atMost(PATIENCE).until(this::published, rows -> rows == 3);
                append(caravan, 4);
                await("and on").atMost(PATIENCE).until(this::published, rows -> rows == 4);
                assertThat(caravan.context().getRouteController().getRouteStatus("lake-sql"))
                        .isEqualTo(ServiceStatus.Started);

                postgres.client().sql("alter schema gone rename to lake").update();
                await("what was missed").atMost(PATIENCE).until(() -> shown(postgres), rows -> rows == 4);
            }
        }
    }

    private Application start(LakePostgres postgres) {
        return RunningCaravan.start(
                folder,
                Map.of(
                        "postgres.url", postgres.url(),
                        "topic.hipri", "sql-hipri",
                        "topic.stdpri", "sql-stdpri",
                        "topic.analyzed.hipri", "sql-analyzed-hipri",
                        "topic.analyzed.stdpri", "sql-analyzed-stdpri",
                        "lake.publish.after", "0s",
                        "lake.publish.cron", "* * * * * ?",
                        "lake.sql.cron", "* * * * * ?",
                        "lake.sql.refresh.cron", "* * * * * ?"));
    }

    private void append(Application caravan, int number) {
        caravan.context()
                .createProducerTemplate()
                .sendBody(
                        caravan.context().resolvePropertyPlaceholders("{{lake.table}}"),
                        List.of(row(number, today, "AAPL")));
    }

    private static long shown(LakePostgres postgres) {
        return postgres.count("select * from lake.all_sentiment");
    }

    private long published() {
        return new LakeListing(folder.resolve("lake"))
                .days().stream().mapToLong(LakeListing.Day::publishedRows).sum();
    }
}
