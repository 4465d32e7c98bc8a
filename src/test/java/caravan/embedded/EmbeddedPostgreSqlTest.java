package caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgreSqlTest {

    private static final int ROWS = 50;

    @TempDir
    private Path folder;

    @Test
    void whatWasCommittedIsThereAfterEachOfItsProcessesWasKilled() throws Exception {
        try (EmbeddedPostgreSql first = EmbeddedPostgreSql.start(folder, 0);
                Connection connection = DriverManager.getConnection(first.url());
                Statement statement = connection.createStatement()) {
            statement.execute("create table promise (n integer)");
            for (int n = 0; n < ROWS; n++) {
                statement.execute("insert into promise values (" + n + ")");
            }
            kill();
        }

        try (EmbeddedPostgreSql second = EmbeddedPostgreSql.start(folder, 0)) {
            assertThat(value(second, "select count(*) from promise")).isEqualTo(Integer.toString(ROWS));
        }
    }

    @Test
    void aCommitWaitsForTheDisk() throws Exception {
        try (EmbeddedPostgreSql server = EmbeddedPostgreSql.start(folder, 0)) {
            assertThat(value(server, "show synchronous_commit")).isEqualTo("on");
            assertThat(value(server, "show fsync")).isEqualTo("on");
        }
    }

    private void kill() throws IOException {
        long postmaster = Long.parseLong(Files.readAllLines(folder.resolve("cluster/postmaster.pid"))
                .get(0)
                .strip());
        ProcessHandle server = ProcessHandle.of(postmaster).orElseThrow();
        Stream.concat(Stream.of(server), server.descendants()).toList().forEach(ProcessHandle::destroyForcibly);
        server.onExit().join();
    }

    private static String value(EmbeddedPostgreSql server, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
