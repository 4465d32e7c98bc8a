package caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.config.Settings;
import caravan.lake.SentimentSchema;
import caravan.lake.migration.MigrationProgress;
import caravan.lake.migration.MigrationReport;
import caravan.lake.migration.MigrationRequest;
import caravan.lake.migration.oracle.LegacyLake;
import caravan.parquet.PartitionedTable;
import caravan.testing.CaravanProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A migration in a process of its own can be watched as the rest of Caravan can. */
class MigrationApplicationTest {

    private static final String RUN = "20260105T100000000Z";
    private static final int ROWS = 500;

    @TempDir
    private Path folder;

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final List<URI> console = new ArrayList<>();

    private MigrationReport migrate(boolean isShown, MigrationProgress progress) throws InterruptedException {
        Settings settings = Settings.load(
                Optional.empty(), Map.of("caravan.data", folder.resolve("data").toString(), "http.port", "0"));
        MigrationRequest request = new MigrationRequest(
                folder.resolve("legacy"),
                ZoneOffset.UTC,
                1,
                folder.resolve("reports"),
                Instant.parse("2026-01-05T10:00:00Z"));
        try (PartitionedTable table =
                PartitionedTable.open(folder.resolve("lake"), SentimentSchema.rows(), SentimentSchema.options())) {
            return new MigrationApplication(settings, isShown ? Optional.of(console::add) : Optional.empty())
                    .run(table, request, 2, progress);
        }
    }

    @Test
    void whileItRunsItIsSeenAsRoutesAsAnMBeanAndInMeters() throws Exception {
        LegacyLake.plain(1, ROWS).write(folder.resolve("legacy"), folder.resolve("truth"));
        List<String> seen = new ArrayList<>();
        MigrationReport report = migrate(true, new MigrationProgress() {
            @Override
            public void begun(String run, Phase phase, long total) {
                if (phase == Phase.VERIFY) {
                    seen.add(CaravanProcess.get(console.get(0).resolve("/observe/metrics")));
                    seen.add(CaravanProcess.get(
                            console.get(0).resolve("/hawtio/jolokia/read/caravan:type=Migration,name=" + RUN)));
                    seen.add(CaravanProcess.get(console.get(0).resolve("/hawtio/")));
                    assertThat(exchanges("migrate-publish")).isEqualTo(1);
                    assertThat(exchanges("migrate-verify")).isZero();
                }
            }
        });
        assertThat(report.isVerified()).isTrue();
        assertThat(seen).hasSize(3);
        assertThat(seen.get(0))
                .contains("caravan_migration_rows_total{phase=\"read\"} 500.0")
                .contains("caravan_migration_days_total{phase=\"publish\"} 60.0")
                .contains("caravan_migration_running{phase=\"verify\"} 1.0")
                .contains("caravan_migration_running{phase=\"read\"} 0.0")
                .contains("caravan_migration_expected 500.0")
                .contains("routeId=\"migrate-sort\"");
        assertThat(seen.get(1))
                .contains("\"Run\":\"%s\"".formatted(RUN))
                .contains("\"Phase\":\"verify\"")
                .contains("\"RowsRead\":500")
                .contains("\"DaysPlaced\":60", "\"DaysPublished\":60", "\"DaysSorted\":60");
        assertThat(seen.get(2)).containsIgnoringCase("hawtio");
        assertThat(beans.isRegistered(name())).as("afterwards").isFalse();
    }

    @Test
    void withoutAConsoleNothingListensAndTheMBeanIsThereAllTheSame() throws Exception {
        LegacyLake.plain(1, ROWS).write(folder.resolve("legacy"), folder.resolve("truth"));
        List<Object> rows = new ArrayList<>();
        migrate(false, new MigrationProgress() {
            @Override
            public void ended(Phase phase) {
                if (phase == Phase.READ) {
                    rows.add(attribute(name(), "RowsRead"));
                    assertThat((double) attribute(name(), "RowsReadPerSecond")).isPositive();
                }
            }
        });
        assertThat(rows).containsExactly((long) ROWS);
        assertThat(console).isEmpty();
    }

    @Test
    void whatFailsFailsAsItWouldWithoutRoutes() throws IOException {
        Files.createDirectories(folder.resolve("legacy"));
        assertThatThrownBy(() -> migrate(false, MigrationProgress.NONE))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining(folder.resolve("legacy").toString());
    }

    private long exchanges(String route) {
        return (long) attribute(
                objectName("org.apache.camel:context=caravan-migrate,type=routes,name=\"%s\"".formatted(route)),
                "ExchangesTotal");
    }

    private Object attribute(ObjectName name, String attribute) {
        try {
            return beans.getAttribute(name, attribute);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectName name() {
        return objectName("caravan:type=Migration,name=" + RUN);
    }

    private static ObjectName objectName(String name) {
        try {
            return new ObjectName(name);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
