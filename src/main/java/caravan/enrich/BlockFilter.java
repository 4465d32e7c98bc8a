package caravan.enrich;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes out of an article's paragraphs those that are none: links to other articles, lines about the article, calls to
 * share, follow or subscribe, and what stands behind its end. Such lines are short and begin alike on all sites of a
 * language ({@code enrich/clutter-lines.txt}); headings behind which an article is over are in
 * {@code enrich/closing-headings.txt}, those that say that the rest is to be paid for in {@code enrich/wall-lines.txt}.
 */
final class BlockFilter {

    /** What is longer is never taken out for the way it begins. */
    private static final int LONGEST_LINE = 260;

    private static final int LONGEST_LINK = 220;
    private static final double ONLY_A_LINK = 0.8;
    private static final double MOSTLY_A_LINK = 0.55;

    /** So many linked items one after another are a list of links. */
    private static final int LINK_LIST = 3;

    /** An article is never over before this share of it. */
    private static final double OVER = 0.82;

    private static final int SENTENCE = 60;
    private static final int HEAD = 140;
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?:;,\u3002\u2026][\"\u201d\u2019)]*$");

    private static final int HEADLINE = 25;

    private static final int LONG = 200;

    private static final Pattern LINES = anyOf("enrich/clutter-lines.txt");
    private static final Pattern CLOSING = anyOf("enrich/closing-headings.txt");

    private static final Pattern WALL = anyOf("enrich/wall-lines.txt");

    private BlockFilter() {}

    /** Whether one of the paragraphs says that the rest is for subscribers. */
    static boolean hasWall(List<Block> blocks) {
        return blocks.stream()
                .map(Block::text)
                .anyMatch(text ->
                        text.length() <= LONGEST_LINE && WALL.matcher(text).matches());
    }

    static List<Block> of(List<Block> blocks) {
        return withoutIdleHeadings(
                AuthorNote.without(withoutRepetitions(withoutLinks(withoutLines(upToItsEnd(blocks))))));
    }

    /** Whether a paragraph says something about the article or the site rather than in it. */
    static boolean isClutter(String line) {
        return line.length() <= LONGEST_LINE
                && (LINES.matcher(line).matches() || WALL.matcher(line).matches());
    }

    /** Up to a heading behind which there is little prose; one in the middle is no end, and goes by itself. */
    private static List<Block> upToItsEnd(List<Block> blocks) {
        int all = prose(blocks);
        int before = 0;
        boolean skipping = false;
        List<Block> kept = new ArrayList<>();
        for (Block block : blocks) {
            boolean closing = block.text().length() < LONGEST_LINE
                    && CLOSING.matcher(block.text()).matches();
            if (closing && before > 0 && before >= OVER * all) {
                return kept;
            }
            skipping = closing || (skipping && isLead(block));
            if (!skipping) {
                kept.add(block);
            }
            before += prose(block);
        }
        return kept;
    }

    /** Whether a paragraph belongs to such a heading in the middle rather than to the article. */
    private static boolean isLead(Block block) {
        return !block.isHeading()
                && block.text().length() < HEAD
                && !SENTENCE_END.matcher(block.text()).find();
    }

    private static int prose(List<Block> blocks) {
        return blocks.stream().mapToInt(BlockFilter::prose).sum();
    }

    private static int prose(Block block) {
        return isOnlyALink(block) || block.text().length() < SENTENCE
                ? 0
                : block.text().length() - block.linked();
    }

    private static List<Block> withoutLines(List<Block> blocks) {
        return blocks.stream()
                .filter(block -> block.kind() == Block.Kind.PREFORMATTED || !isClutter(block.text()))
                .toList();
    }

    private static List<Block> withoutLinks(List<Block> blocks) {
        List<Block> kept = new ArrayList<>();
        int i = 0;
        while (i < blocks.size()) {
            int end = i;
            while (end < blocks.size() && isOnlyALink(blocks.get(end))) {
                end++;
            }
            int items = i;
            while (items < blocks.size() && isLinkedItem(blocks.get(items))) {
                items++;
            }
            if (items - i >= LINK_LIST) {
                i = items;
                continue;
            }
            Block block = blocks.get(i);
            if (end == i) {
                kept.add(block);
                i++;
            } else {
                boolean list = end - i >= LINK_LIST;
                for (int at = i; at < end; at++) {
                    Block one = blocks.get(at);
                    if (one.isHeading() || (!list && one.kind() == Block.Kind.ITEM && !isHeadline(one))) {
                        kept.add(one);
                    }
                }
                i = end;
            }
        }
        return kept;
    }

    private static boolean isOnlyALink(Block block) {
        return block.kind() != Block.Kind.PREFORMATTED
                && block.kind() != Block.Kind.ROWS
                && block.text().length() <= LONGEST_LINK
                && block.linkedShare() > ONLY_A_LINK;
    }

    private static boolean isLinkedItem(Block block) {
        return block.kind() == Block.Kind.ITEM
                && block.text().length() <= LONGEST_LINK
                && block.linkedShare() > MOSTLY_A_LINK
                && block.linked() >= HEADLINE;
    }

    /** Linked as a whole, and long enough to say what stands behind the link. */
    private static boolean isHeadline(Block block) {
        return block.linked() >= HEADLINE && block.linkedShare() > 0.95;
    }

    /** A quotation that is set large repeats what is said, and a page may hold its article twice. */
    private static List<Block> withoutRepetitions(List<Block> blocks) {
        Set<String> seen = new HashSet<>();
        List<Block> kept = new ArrayList<>();
        for (Block block : blocks) {
            if (block.text().length() < LONG || seen.add(block.text())) {
                kept.add(block);
            }
        }
        return kept;
    }

    /** A heading is kept for what it heads. */
    private static List<Block> withoutIdleHeadings(List<Block> blocks) {
        int end = blocks.size();
        while (end > 0 && blocks.get(end - 1).isHeading()) {
            end--;
        }
        return end == 0 ? blocks : blocks.subList(0, end);
    }

    private static Pattern anyOf(String resource) {
        return Pattern.compile(
                "(?:" + String.join("|", Lines.of(resource)) + ")",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }
}
