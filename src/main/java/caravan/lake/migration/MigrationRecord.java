package caravan.lake.migration;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run was begun with and how far it is: what another process needs to go on with it or to take it back. Immutable.
 *
 * @param id of the run and of its load, the time in {@code processed}
 * @param from absolute
 * @param reports absolute
 * @param files as they were when the run began; it goes on only with the same
 */
record MigrationRecord(
        String id,
        State state,
        String from,
        String zone,
        double sample,
        Instant processed,
        String reports,
        List<SourceFile> files) {

    enum State {
        /** Rows are read and brought; a new start goes on with it. */
        UNDER_WAY("under way"),
        /** Everything was brought and verified. */
        COMPLETE("complete"),
        /** It is being taken back; nothing but going on with that is possible. */
        TAKEN_BACK("being taken back");

        private final String word;

        State(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** @param modified in milliseconds since 1970 */
    record SourceFile(String name, long bytes, long modified) {

        static SourceFile of(LegacyFile file) {
            return new SourceFile(
                    file.name(), file.bytes(), file.file().toFile().lastModified());
        }
    }

    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    MigrationRecord {
        files = List.copyOf(files);
    }

    static MigrationRecord begin(MigrationRequest request, List<LegacyFile> files) {
        String id = ID.format(request.processed());
        return new MigrationRecord(
                id,
                State.UNDER_WAY,
                request.from().toAbsolutePath().normalize().toString(),
                request.zone().getId(),
                request.sample(),
                request.processed(),
                request.reports().toAbsolutePath().normalize().resolve(id).toString(),
                files.stream().map(SourceFile::of).toList());
    }

    MigrationRecord with(State now) {
        return new MigrationRecord(id, now, from, zone, sample, processed, reports, files);
    }

    /** The same by another name, that of the folder of its report, too. */
    MigrationRecord as(String suffix) {
        return new MigrationRecord(id + suffix, state, from, zone, sample, processed, reports + suffix, files);
    }

    /**
     * @return empty when there is none
     * @throws UnprocessableException that names the file, when it cannot be understood
     */
    static Optional<MigrationRecord> read(Path file) {
        try {
            JsonNode tree = MigrationJson.MAPPER.readTree(Files.readAllBytes(file));
            return Optional.of(MigrationJson.MAPPER.treeToValue(tree, MigrationRecord.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UnprocessableException("%s is not the record of a migration: %s".formatted(file, e), e);
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    void write(Path file) {
        MigrationJson.write(file, this);
    }

    /** @throws UnprocessableException that says which, when the files are not those that the run began with */
    void check(List<LegacyFile> now) {
        List<SourceFile> found = now.stream().map(SourceFile::of).toList();
        for (SourceFile file : found) {
            if (!files.contains(file)) {
                throw new UnprocessableException(("%s is new or was changed since migration %s began; take that back"
                                + " with 'rollback %s', then migrate again")
                        .formatted(file.name(), id, id));
            }
        }
        if (found.size() != files.size()) {
            throw new UnprocessableException(("%s files are gone since migration %s began; bring them back, or take it"
                            + " back with 'rollback %s'")
                    .formatted(files.size() - found.size(), id, id));
        }
    }

    ZoneId zoneId() {
        return ZoneId.of(zone);
    }

    Path reportFolder() {
        return Path.of(reports);
    }
}
