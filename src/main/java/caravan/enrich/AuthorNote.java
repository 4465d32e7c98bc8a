package caravan.enrich;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The note on its author behind an article: who he is and what he does. Told from prose about a person by standing last
 * and by nobody of that name having been spoken of before.
 */
final class AuthorNote {

    private static final int LAST = 3;
    private static final int LONGEST = 700;

    private static final Pattern NOTE = Pattern.compile(
            "(?s)\\W*(?:(?:Dr|Prof|Professor)\\.? )?(\\p{Lu}[\\p{L}.'\u2019-]+(?: (?:\\p{Lu}[\\p{L}.'\u2019-]*|de|van|von|der|al|bin)){1,3})"
                    + "(?:,[^.]{0,80},)?,? (?:is|was|are|has|covers|writes|reports|teaches|works|joined|lives|specialises|specializes)\\b"
                    + ".{0,160}\\b(?:writers?|reporters?|editors?|journalists?|columnists?|correspondents?|authors?|professor|lecturer"
                    + "|founder|consultant|contributors?|contributing|bloggers?|freelancer?|producer|photographer|fellow|books?|newsletter|podcast)\\b.*");

    private AuthorNote() {}

    /** The paragraphs without such a note at their end. */
    static List<Block> without(List<Block> blocks) {
        int end = blocks.size();
        for (int i = Math.max(1, blocks.size() - LAST); i < end; i++) {
            if (is(blocks.get(i), blocks.subList(0, i))) {
                return blocks.subList(0, i);
            }
        }
        return blocks;
    }

    private static boolean is(Block block, List<Block> before) {
        if (block.text().length() > LONGEST) {
            return false;
        }
        Matcher note = NOTE.matcher(block.text());
        if (!note.matches()) {
            return false;
        }
        String name = note.group(1);
        String last = name.substring(name.lastIndexOf(' ') + 1);
        return before.stream().noneMatch(one -> one.text().contains(last));
    }
}
