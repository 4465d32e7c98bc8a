package caravan.enrich;

import java.util.ArrayList;
import java.util.List;

/** How well the companies in labelled texts are found, over all pairs of a text and a ticker. */
final class TickerScorecard {

    private final List<String> errors = new ArrayList<>();
    private int texts;
    private int right;
    private int wrong;
    private int missed;
    private int withCompanies;
    private int mainFirst;

    static TickerScorecard of(TickerFinder finder, List<LabelledText> labelled) {
        TickerScorecard card = new TickerScorecard();
        for (LabelledText text : labelled) {
            card.add(
                    text,
                    finder.find(text.title(), text.text()).stream()
                            .map(TickerMention::ticker)
                            .toList());
        }
        return card;
    }

    private void add(LabelledText text, List<String> found) {
        texts++;
        List<String> surplus = found.stream()
                .filter(ticker -> !text.tickers().contains(ticker))
                .toList();
        List<String> missing = text.tickers().stream()
                .filter(ticker -> !found.contains(ticker))
                .toList();
        right += found.size() - surplus.size();
        wrong += surplus.size();
        missed += missing.size();
        boolean mainIsFirst = found.stream().limit(1).anyMatch(text.main()::contains);
        if (!text.tickers().isEmpty()) {
            withCompanies++;
            mainFirst += mainIsFirst ? 1 : 0;
        }
        if (!surplus.isEmpty() || !missing.isEmpty() || (!text.tickers().isEmpty() && !mainIsFirst)) {
            errors.add("%s | found %s, labelled %s, first one of %s | wrong %s, missed %s"
                    .formatted(
                            text.title().isEmpty() ? text.text() : text.title(),
                            found,
                            text.tickers(),
                            text.main(),
                            surplus,
                            missing));
        }
    }

    double precision() {
        return right / (double) (right + wrong);
    }

    double recall() {
        return right / (double) (right + missed);
    }

    /** Of the texts that speak of a company, the share in which the one they are about comes first. */
    double mainFirst() {
        return mainFirst / (double) withCompanies;
    }

    /** Each text in which something is not as labelled, a line each. */
    List<String> errors() {
        return errors;
    }

    @Override
    public String toString() {
        return "%d texts, %d pairs: precision %.3f (%d wrong), recall %.3f (%d missed), main company first %.3f"
                .formatted(texts, right + missed, precision(), wrong, recall(), missed, mainFirst());
    }
}
