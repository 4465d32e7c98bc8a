package caravan.embedded.wire;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All that the newsroom has on paper: the companies, the sentences, and the articles written in full. Immutable.
 *
 * @param companies articles may be about
 * @param phrases shared by all kinds of story, by name
 * @param kinds of story each desk composes
 * @param stories written in full, by desk
 */
record Copybook(
        List<Company> companies,
        Map<String, List<String>> phrases,
        Map<Desk, List<StoryKind>> kinds,
        Map<Desk, List<Story>> stories) {

    private static final JsonMapper YAML = JsonMapper.builder(new YAMLFactory())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    /** An article in {@code wire/articles}: {@code text} holds its paragraphs between blank lines. */
    private record WrittenStory(String kind, Tone tone, String title, Map<String, Tone> tones, String text) {

        Story on(Desk desk) {
            List<String> paragraphs = Arrays.stream(text.strip().split("\\n\\s*\\n"))
                    .map(paragraph -> paragraph.replaceAll("\\s+", " ").strip())
                    .toList();
            return new Story(desk, kind, tone, title, new LinkedHashMap<>(tones), paragraphs);
        }
    }

    /** Reads the resources below {@code wire/}, which are part of this program. */
    static Copybook read() {
        List<Company> companies = read("companies.yaml", new TypeReference<>() {});
        Map<String, List<String>> phrases = read("phrases.yaml", new TypeReference<>() {});
        Map<Desk, List<StoryKind>> kinds = new EnumMap<>(Desk.class);
        Map<Desk, List<Story>> stories = new EnumMap<>(Desk.class);
        for (Desk desk : Desk.values()) {
            String file = desk.name().toLowerCase(Locale.ROOT) + ".yaml";
            kinds.put(desk, read("stories/" + file, new TypeReference<List<StoryKind>>() {}));
            List<WrittenStory> written = read("articles/" + file, new TypeReference<>() {});
            stories.put(desk, written.stream().map(story -> story.on(desk)).toList());
        }
        return new Copybook(companies, phrases, kinds, stories);
    }

    /** The kinds of story {@code desk} composes in {@code tone}; never empty. */
    List<StoryKind> kinds(Desk desk, Tone tone) {
        return kinds.get(desk).stream().filter(kind -> kind.tone() == tone).toList();
    }

    /** Paragraphs {@code desk} may add to any story. */
    List<String> context(Desk desk) {
        return phrases.get("context-" + desk.name().toLowerCase(Locale.ROOT));
    }

    /** Companies a customer could choose instead of {@code company}: the others of its sector. */
    List<Company> rivals(Company company) {
        return companies.stream()
                .filter(other -> other.sector().equals(company.sector()) && !other.equals(company))
                .toList();
    }

    private static <T> T read(String file, TypeReference<T> type) {
        try (InputStream in = Copybook.class.getResourceAsStream("/wire/" + file)) {
            if (in == null) {
                throw new IllegalStateException("wire/%s is missing from the class path".formatted(file));
            }
            JsonNode tree = YAML.readTree(in);
            return YAML.convertValue(tree, type);
        } catch (IOException e) {
            throw new UncheckedIOException("wire/%s cannot be read".formatted(file), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "wire/%s does not hold what it should: %s".formatted(file, e.getMessage()), e);
        }
    }
}
