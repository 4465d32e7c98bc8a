package caravan.sentiment;

import caravan.enrich.PhraseTree;
import caravan.enrich.Tokens;
import caravan.sentiment.Lexicon.Entry;
import caravan.sentiment.Lexicon.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Reads what one sentence says: which of its words are good or bad news, and how much.
 *
 * <p>Words of direction take their sign from the thing that moves: falling costs are good, falling sales are not.
 * Negation turns, degree strengthens or weakens, and what may happen counts for less than what did. Stateless but for
 * the lexicon; thread-safe.
 */
final class SentenceReader {

    /**
     * Good or bad news in a sentence.
     *
     * @param token where it stands
     * @param value positive for good news; 1 is a mild word, 3 a strong one
     */
    record Evidence(int token, double value) {}

    private record Mark(Role role, double weight, int from, int end) {}

    private static final int OBJECT_BEFORE = 6;
    private static final int OBJECT_AFTER = 4;
    private static final int NEGATION_REACH = 3;
    private static final int HEDGE_REACH = 8;

    /** What a movement means when the sentence does not say of what. */
    private static final double UNBOUND = 0.7;

    /** The same for verbs that want an object ("raises $20 million") and have none that is known. */
    private static final double UNBOUND_TRANSITIVE = 0.15;

    private static final double NEGATED = -0.7;
    private static final double ASKED = 0.4;

    /** A percentage makes a movement a fact. */
    private static final double MEASURED = 1.3;

    private static final Set<String> COMPARISON = Set.of("vs", "versus", "consensus");
    private static final int COMPARISON_REACH = 4;
    private static final double COMPARABLE = 4;
    private static final double COMPARED = 1.8;

    private static final double SIGNED_NUMBER = 1.6;

    private final Lexicon lexicon;

    SentenceReader(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /** The evidence between two words, in order. */
    List<Evidence> read(Tokens tokens, int from, int end) {
        List<Mark> marks = marks(tokens, from, end);
        if (marks.isEmpty()) {
            return List.of();
        }
        List<Evidence> evidence = new ArrayList<>(4);
        double asked = tokens.between(end - 1, '?') ? ASKED : 1;
        Set<Mark> moved = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < marks.size(); i++) {
            if (movement(marks.get(i))) {
                Mark thing = thing(tokens, marks, i);
                if (thing != null) {
                    moved.add(thing);
                }
            }
        }
        for (int i = 0; i < marks.size(); i++) {
            double value = moved.contains(marks.get(i)) ? 0 : meaning(tokens, marks, i);
            if (value != 0) {
                evidence.add(new Evidence(marks.get(i).from(), asked * value * surroundings(tokens, marks, i)));
            }
        }
        return evidence;
    }

    private List<Mark> marks(Tokens tokens, int from, int end) {
        List<Mark> marks = new ArrayList<>();
        int token = from;
        while (token < end) {
            PhraseTree.Match<Entry> match = lexicon.longestAt(tokens, token, end);
            int length = 1;
            if (match != null) {
                length = match.length();
                if (match.value().role() != Role.NOTHING) {
                    marks.add(new Mark(match.value().role(), match.value().weight(), token, token + length));
                }
            } else if (tokens.number(token) && percentage(tokens, token)) {
                char sign = tokens.before(token);
                if (sign == '+' || sign == '-' || sign == '\u2212') {
                    marks.add(new Mark(Role.WORD, sign == '+' ? SIGNED_NUMBER : -SIGNED_NUMBER, token, token + 1));
                }
            }
            if (match == null && token > from && token + 1 < end && COMPARISON.contains(tokens.lower(token))) {
                Mark compared = comparison(tokens, from, token, end);
                if (compared != null) {
                    marks.add(compared);
                }
            }
            token += length;
        }
        return marks;
    }

    /** "EPS 52c vs. 45c", "Q3 revenue $1.8 bln; consensus $1.7 bln": the first figure against the second. */
    private static Mark comparison(Tokens tokens, int from, int at, int end) {
        double first = figure(tokens, at - 1, Math.max(from, at - COMPARISON_REACH), -1);
        double second = figure(tokens, at + 1, Math.min(end - 1, at + COMPARISON_REACH), 1);
        if (!(first > 0 && second > 0)
                || first > COMPARABLE * second
                || second > COMPARABLE * first
                || first == second) {
            return null;
        }
        return new Mark(first > second ? Role.UP : Role.DOWN, COMPARED, at, at + 1);
    }

    private static double figure(Tokens tokens, int from, int to, int step) {
        for (int token = from; step < 0 ? token >= to : token <= to; token += step) {
            if (tokens.number(token)) {
                return leadingNumber(tokens.lower(token));
            }
        }
        return Double.NaN;
    }

    private static double leadingNumber(String figure) {
        double value = 0;
        double scale = 0;
        for (int i = 0; i < figure.length(); i++) {
            char c = figure.charAt(i);
            if (c >= '0' && c <= '9') {
                value = scale == 0 ? 10 * value + (c - '0') : value + (c - '0') * scale;
                scale /= 10;
            } else if (c == '.' && scale == 0) {
                scale = 0.1;
            } else if (c != ',') {
                return value;
            }
        }
        return value;
    }

    private static double meaning(Tokens tokens, List<Mark> marks, int index) {
        Mark mark = marks.get(index);
        return switch (mark.role()) {
            case WORD, BOON -> mark.weight();
            case DREAD -> -mark.weight();
            case UP, RAISE -> moved(tokens, marks, index);
            case DOWN, LOWER -> -moved(tokens, marks, index);
            default -> 0;
        };
    }

    /** How good it is that the thing of which a movement speaks goes up. */
    private static double moved(Tokens tokens, List<Mark> marks, int index) {
        Mark mark = marks.get(index);
        Mark thing = thing(tokens, marks, index);
        boolean measured = measured(tokens, mark);
        double strength = mark.weight() * (measured ? MEASURED : 1);
        if (thing == null) {
            return strength * (transitive(mark) && !measured ? UNBOUND_TRANSITIVE : UNBOUND);
        }
        return switch (thing.role()) {
            case GAIN -> strength * thing.weight();
            case BOON -> strength;
            case BURDEN -> -strength * thing.weight();
            case DREAD -> -strength;
            default -> 0;
        };
    }

    /** What moves: before a verb such as "rises", after one such as "raises"; the other side where that one is bare. */
    private static Mark thing(Tokens tokens, List<Mark> marks, int index) {
        boolean transitive = transitive(marks.get(index));
        Mark near = transitive ? after(marks, index) : before(tokens, marks, index);
        if (near != null) {
            return near;
        }
        return transitive ? before(tokens, marks, index) : after(marks, index);
    }

    private static boolean movement(Mark mark) {
        return mark.role() == Role.UP || mark.role() == Role.DOWN || transitive(mark);
    }

    private static boolean transitive(Mark mark) {
        return mark.role() == Role.RAISE || mark.role() == Role.LOWER;
    }

    private static Mark before(Tokens tokens, List<Mark> marks, int index) {
        int limit = marks.get(index).from() - OBJECT_BEFORE;
        for (int i = index - 1; i >= 0 && marks.get(i).end() > limit; i--) {
            Mark mark = marks.get(i);
            if (thing(mark)) {
                return mark;
            }
            if (mark.role() == Role.BREAK || comma(tokens, mark.end() - 1)) {
                return null;
            }
        }
        return null;
    }

    private static Mark after(List<Mark> marks, int index) {
        int limit = marks.get(index).end() + OBJECT_AFTER;
        Mark last = null;
        for (int i = index + 1; i < marks.size() && marks.get(i).from() < limit; i++) {
            Mark mark = marks.get(i);
            if (thing(mark)) {
                // "cuts profit forecast": the last of the nouns that follow each other is what is cut
                if (last != null && last.end() != mark.from()) {
                    return last;
                }
                last = mark;
            } else if (mark.role() == Role.BREAK) {
                return last;
            }
        }
        return last;
    }

    private static boolean comma(Tokens tokens, int token) {
        return tokens.between(token, ',') || tokens.between(token, ';');
    }

    private static boolean thing(Mark mark) {
        return switch (mark.role()) {
            case GAIN, BURDEN, DREAD, BOON, MOOT -> true;
            default -> false;
        };
    }

    private static double surroundings(Tokens tokens, List<Mark> marks, int index) {
        Mark mark = marks.get(index);
        double factor = 1;
        for (int i = index - 1; i >= 0 && marks.get(i).role() != Role.BREAK; i--) {
            Mark earlier = marks.get(i);
            int distance = mark.from() - earlier.end();
            if (distance > HEDGE_REACH) {
                break;
            }
            if (earlier.role() == Role.NOT && distance < NEGATION_REACH) {
                factor *= NEGATED;
            } else if (earlier.role() == Role.HEDGE) {
                factor *= earlier.weight();
            } else if (earlier.role() == Role.DEGREE && distance < 2) {
                factor *= earlier.weight();
            }
        }
        if (index + 1 < marks.size()
                && marks.get(index + 1).role() == Role.DEGREE
                && marks.get(index + 1).from() - mark.end() < 2
                && !comma(tokens, mark.end() - 1)) {
            factor *= marks.get(index + 1).weight();
        }
        return factor;
    }

    private static boolean measured(Tokens tokens, Mark mark) {
        for (int token = mark.end(); token < tokens.size() && token < mark.end() + 3; token++) {
            if (tokens.number(token) && percentage(tokens, token)) {
                return true;
            }
        }
        return false;
    }

    private static boolean percentage(Tokens tokens, int token) {
        if (tokens.after(token) == '%') {
            return true;
        }
        return token + 1 < tokens.size()
                && switch (tokens.lower(token + 1)) {
                    case "percent", "pct", "per" -> true;
                    default -> false;
                };
    }
}
