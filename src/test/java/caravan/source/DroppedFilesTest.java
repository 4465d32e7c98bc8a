package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DroppedFilesTest {

    @TempDir
    Path folder;

    private final DroppedFiles files = new DroppedFiles(Clock.systemUTC(), new Feeds());
    private Source source;
    private Kind.Folder kind;

    @BeforeEach
    void declare() {
        source = SourcesFile.parse("sources.yaml", """
                sources:
                  - name: inbox
                    kind: folder
                    cron: 0/10 * * * * ?
                    options: {path: "%s"}
                """.formatted(folder), Map.of())
                .get(0);
        kind = (Kind.Folder) source.kind();
    }

    @Test
    void whatPeoplePutIntoAFolderIsRead() throws IOException {
        put(
                "1.json",
                "{\"title\": \"One\", \"text\": \"First.\\n\\nSecond.\", \"url\": \"https://x.example/1\", \"tickers\": [\"AAPL\"]}");
        put("2.jsonl", "{\"text\": \"Two\", \"source\": \"desk\"}\n{\"text\": \"Three\", \"weight\": 2.5}\n");
        put(
                "3.html",
                "<!doctype html><html><head><link rel='canonical' href='https://x.example/3'></head><body>Page</body></html>");
        put("4.txt", "A headline\nAnd what is below it.");
        put("5.xml", Samples.rss("<item><title>Five</title><link>/5</link></item>"));

        List<FeedItem> items = read().items();

        assertThat(items).hasSize(6);
        assertThat(items.get(0).content()).contains("<p>First.</p><p>Second.</p>");
        assertThat(items.get(0).brought().tickers()).containsExactly("AAPL");
        assertThat(items.get(0).brought().whole()).isTrue();
        assertThat(items.get(1).source()).isEqualTo("desk");
        assertThat(items.get(2).source()).isEqualTo("inbox");
        assertThat(items.get(2).brought().weight()).contains(2.5);
        assertThat(items.get(3).link()).contains(URI.create("https://x.example/3"));
        assertThat(items.get(3).brought().page()).isPresent();
        assertThat(items.get(4).title()).isEqualTo("A headline");
        assertThat(items.get(4).content()).contains("And what is below it.");
        assertThat(items.get(5).title()).isEqualTo("Five");
    }

    @Test
    void filesAreMovedOnceTheirArticlesAreSafeAndNotBefore() throws IOException {
        put("a.txt", "A");
        Fetched listing = files.list(kind);
        files.read(source, kind, listing);
        assertThat(folder.resolve("a.txt")).exists();

        files.done(kind, listing);
        assertThat(folder.resolve("a.txt")).doesNotExist();
        assertThat(folder.resolve(".done/a.txt")).hasContent("A");

        put("a.txt", "Another A");
        files.done(kind, files.list(kind));
        assertThat(folder.resolve(".done/a.txt")).hasContent("A");
        assertThat(folder.resolve(".done/a.txt.1")).hasContent("Another A");
    }

    @Test
    void whatCannotBeReadIsSetAsideWithItsReasonAndCostsNoOther() throws IOException {
        put("bad.json", "{\"title\": \"no text\"}");
        put("empty.txt", "");
        put("good.txt", "Good");

        ParsedFeed read = read();

        assertThat(read.items()).hasSize(1);
        assertThat(folder.resolve(".failed/bad.json")).exists();
        assertThat(folder.resolve(".failed/bad.json.reason.txt")).content().contains("'text' and 'url' are missing");
        assertThat(folder.resolve(".failed/empty.txt")).exists();
        assertThat(folder.resolve("good.txt")).exists();
    }

    @Test
    void whatIsStillBeingWrittenIsLeftAlone() throws IOException {
        put("a.part", "A");
        put(".hidden", "A");
        Files.writeString(folder.resolve("fresh.txt"), "A");

        assertThat(files.list(kind).notModified()).isTrue();
    }

    @Test
    void aFolderThatIsNotThereIsMade() throws IOException {
        Kind.Folder missing = new Kind.Folder(folder.resolve("in/box"), Kind.Folder.USUAL_SETTLE);

        assertThat(files.list(missing).notModified()).isTrue();
        assertThat(missing.path()).isDirectory();
    }

    private ParsedFeed read() {
        return files.read(source, kind, files.list(kind));
    }

    private void put(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }
}
