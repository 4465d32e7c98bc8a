package caravan.enrich;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/**
 * Where in a page the prose is: for each element how much text it holds, how much of that is linked, and how much is
 * prose, which is what is long enough, ends in sentences and is not linked. Prose of a dense neighbourhood counts for
 * more: what is {@code dense} about an element falls off with the distance of the prose below it (elements that only
 * wrap another are no distance), so that the element closest around an article has the most.
 */
final class ProseMap {

    /** A level between prose and an element costs a quarter: to be preferred, a parent has to bring a third more. */
    private static final double FALL_OFF = 0.75;

    private static final double MOSTLY_LINKED = 0.6;
    private static final int SENTENCE = 40;
    private static final int LONG = 100;

    /** What is said in an item of a list, and is not linked, is half as good as a sentence. */
    private static final int ITEM = 12;

    /** No run of links weighs more against an element than this. */
    private static final int MOST_AGAINST = 60;

    private static final Weight NONE = new Weight();

    private final Map<Element, Weight> weights = new HashMap<>();

    private ProseMap() {}

    /** Of an element and all below it. */
    static ProseMap of(Element root) {
        ProseMap map = new ProseMap();
        NodeTraversor.traverse(map.new Reader(), root);
        return map;
    }

    /** The characters of its text, wide scripts counted twice. */
    int text(Element element) {
        return weight(element).text;
    }

    /** The share of the text that is linked. */
    double linked(Element element) {
        Weight weight = weight(element);
        return weight.text == 0 ? 0 : weight.links / (double) weight.text;
    }

    /** The characters of prose, less a little for what is linked. */
    double prose(Element element) {
        return weight(element).prose;
    }

    /** The prose, less for what is further down. */
    double dense(Element element) {
        return weight(element).dense;
    }

    private Weight weight(Element element) {
        return weights.getOrDefault(element, NONE);
    }

    private static final class Weight {
        private int text;
        private int links;
        private double prose;
        private double dense;
        private int sources;
    }

    /** Cuts the text into runs between the edges of blocks, and weighs each. */
    private final class Reader implements NodeVisitor {

        private final Deque<Weight> open = new ArrayDeque<>();
        private int anchors;
        private int run;
        private int linked;
        private int ends;
        private boolean afterBreak;
        private int items;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                read(text.getWholeText());
            } else if (node instanceof Element element) {
                if (Paragraphs.isBlock(element)) {
                    flush();
                } else if (element.nodeName().equals("br")) {
                    if (afterBreak) {
                        flush();
                    }
                    afterBreak = true;
                }
                anchors += isLink(element) ? 1 : 0;
                items += isItem(element) ? 1 : 0;
                open.push(new Weight());
                weights.put(element, open.peek());
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (!(node instanceof Element element)) {
                return;
            }
            boolean block = Paragraphs.isBlock(element);
            if (block) {
                flush();
            }
            anchors -= isLink(element) ? 1 : 0;
            items -= isItem(element) ? 1 : 0;
            Weight weight = open.pop();
            Weight parent = open.peek();
            if (parent != null) {
                parent.text += weight.text;
                parent.links += weight.links;
                parent.prose += weight.prose;
                parent.dense += block && weight.sources != 1 ? FALL_OFF * weight.dense : weight.dense;
                parent.sources += weight.sources > 0 ? (block ? 1 : weight.sources) : 0;
            }
        }

        private void read(String text) {
            int length = 0;
            char before = ' ';
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c <= ' ' || c == '\u00a0') {
                    length += before > ' ' ? 1 : 0;
                    ends += before == '.' || before == '!' || before == '?' ? 1 : 0;
                } else {
                    length += c >= '\u2e80' && c < '\ufb00' ? 2 : 1;
                    ends += c == '\u3002' || c == '\uff01' || c == '\uff1f' || c == '\u0964' || c == '\u061f' ? 1 : 0;
                    afterBreak = false;
                }
                before = c <= ' ' || c == '\u00a0' ? ' ' : c;
            }
            ends += before == '.' || before == '!' || before == '?' ? 1 : 0;
            run += length;
            linked += anchors > 0 ? length : 0;
            Weight weight = open.peek();
            if (weight != null) {
                weight.text += length;
                weight.links += anchors > 0 ? length : 0;
            }
        }

        private void flush() {
            if (run > 1 && open.peek() != null) {
                double value = value();
                open.peek().prose += value;
                open.peek().dense += value;
                open.peek().sources += value == 0 ? 0 : 2;
            }
            run = 0;
            linked = 0;
            ends = 0;
            afterBreak = false;
        }

        private double value() {
            if (linked > MOSTLY_LINKED * run) {
                return -Math.min(linked, MOST_AGAINST) / 2.0;
            }
            int own = run - linked;
            if (items > 0 && linked == 0 && own >= ITEM && own < LONG) {
                return own / 2.0;
            }
            return own >= LONG || (ends > 0 && own >= SENTENCE) ? own : 0;
        }

        private boolean isItem(Element element) {
            return element.nodeName().equals("li");
        }

        private boolean isLink(Element element) {
            return element.nodeName().equals("a") && element.hasAttr("href");
        }
    }
}
