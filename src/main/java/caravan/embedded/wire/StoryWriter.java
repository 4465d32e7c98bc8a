package caravan.embedded.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Composes articles about invented events from the sentences in {@code wire/stories}: the same random numbers, the same
 * article. Thread-safe.
 */
final class StoryWriter {

    private static final Map<String, StoryKind.Draw> USUAL_NUMBERS = Map.of(
            "up", draw(1.8, 9.6, 1),
            "down", draw(2.1, 14.5, 1),
            "flat", draw(0.1, 0.6, 1),
            "share", draw(14, 56, 0),
            "swing", draw(3, 9, 0));

    /** Characters an article has at least. */
    private static final int MIN_LENGTH = 920;

    private static final int USUAL_BODY = 4;

    private final Copybook copybook;

    StoryWriter(Copybook copybook) {
        this.copybook = copybook;
    }

    /** A story for {@code desk} in {@code tone}; every choice is taken from {@code random}. */
    Story write(Desk desk, Tone tone, Random random) {
        Draft draft = new Draft(random, copybook.phrases());
        StoryKind kind = draft.oneOf(copybook.kinds(desk, tone));
        Company company = draft.oneOf(copybook.companies());
        Map<String, Tone> tones = new LinkedHashMap<>();
        tones.put(company.ticker(), kind.tone());
        introduce(draft, "", company, desk, random);
        if (kind.other().isPresent()) {
            Company rival = draft.oneOf(copybook.rivals(company));
            introduce(draft, "other.", rival, desk, random);
            tones.put(rival.ticker(), kind.other().get());
        }
        for (String fact : List.of("broker", "weekday", "quarter", "month")) {
            draft.state(fact, draft.oneOf(copybook.phrases().get(fact)));
        }
        USUAL_NUMBERS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(usual -> draft.draw(usual.getKey(), usual.getValue()));
        kind.draws().forEach(draft::draw);
        return new Story(
                desk, kind.name(), tone, draft.sentence(kind.title()), tones, paragraphs(kind, desk, draft, random));
    }

    private List<String> paragraphs(StoryKind kind, Desk desk, Draft draft, Random random) {
        List<List<List<String>>> body = new ArrayList<>(kind.body());
        Collections.shuffle(body, random);
        if (body.size() > USUAL_BODY) {
            body.remove(body.size() - 1);
        }
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(paragraph(kind.lead(), draft));
        body.forEach(sentences -> paragraphs.add(paragraph(sentences, draft)));
        String close = paragraph(kind.close(), draft);
        // A thin story is filled up with what is always true.
        for (String context : shuffled(copybook.context(desk), random)) {
            if (length(paragraphs) + close.length() >= MIN_LENGTH) {
                break;
            }
            paragraphs.add(draft.sentence(List.of(context)));
        }
        paragraphs.add(close);
        return paragraphs;
    }

    private static int length(List<String> paragraphs) {
        return paragraphs.stream().mapToInt(String::length).sum();
    }

    private static String paragraph(List<List<String>> sentences, Draft draft) {
        return String.join(" ", sentences.stream().map(draft::sentence).toList());
    }

    private static void introduce(Draft draft, String prefix, Company company, Desk desk, Random random) {
        draft.state(prefix + "full", company.name() + mention(company, desk, random));
        draft.state(prefix + "short", company.shortName());
        draft.state(prefix + "ticker", company.ticker());
        draft.state(prefix + "city", company.city());
        draft.state(prefix + "sector", company.sector());
        draft.state(prefix + "customers", company.customers());
        List<String> products = shuffled(company.products(), random);
        List<String> segments = shuffled(company.segments(), random);
        for (int i = 0; i < 3; i++) {
            String ordinal = i == 0 ? "" : String.valueOf(i + 1);
            draft.state(prefix + "product" + ordinal, products.get(i));
            draft.state(prefix + "segment" + ordinal, segments.get(i));
        }
        draft.assume(prefix + "revenue", company.revenue());
        draft.draw(
                prefix + "price",
                new StoryKind.Draw(Optional.empty(), company.price() * 0.93, company.price() * 1.07, 2, 0));
        draft.assume(prefix + "employees", company.employees());
        draft.state(prefix + "employees", "%,d".formatted((long) company.employees()));
    }

    /** How the ticker stands beside the name; now and then it does not, as on any wire. */
    private static String mention(Company company, Desk desk, Random random) {
        if (random.nextInt(10) < 3) {
            return "";
        }
        return desk == Desk.SOCIAL
                ? " ($%s)".formatted(company.ticker())
                : " (%s: %s)".formatted(company.exchange(), company.ticker());
    }

    private static List<String> shuffled(List<String> list, Random random) {
        List<String> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    private static StoryKind.Draw draw(double from, double to, int decimals) {
        return new StoryKind.Draw(Optional.empty(), from, to, decimals, 0);
    }
}
