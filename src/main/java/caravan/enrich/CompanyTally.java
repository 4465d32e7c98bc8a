package caravan.enrich;

import caravan.enrich.TickerMention.Where;
import java.util.Optional;

/** What an article says of one company, added up while it is read and judged at its end. */
final class CompanyTally {

    private static final double IN_TITLE = 6;
    private static final double FIRST_IN_TITLE = 4;
    private static final int MOST_COUNTED = 12;
    private static final double ACTING = 0.75;
    private static final double WRITTEN = 0.55;
    private static final double DOUBTFUL = TickerFinder.LEAST_CONFIDENCE;

    private final String ticker;
    private double confidence;
    private double certainty;
    private Where where = Where.NAME;
    private int plain;
    private int certain;
    private int acting;
    private int written;
    private int doubtful;
    private int somethingElse;
    private int persons;
    private int against;
    private double prominence;
    private int counted;
    private boolean title;
    private boolean firstInTitle;

    CompanyTally(String ticker) {
        this.ticker = ticker;
    }

    /** A mention that can mean nothing else. */
    void plainly(Where how, double sure) {
        confidence = plain == 0 ? sure : Math.max(confidence, sure) + (1 - Math.max(confidence, sure)) * 0.2;
        where = plain == 0 || how.compareTo(where) < 0 ? how : where;
        plain++;
    }

    /** @param betrayed how much else in the text says that the name is a word */
    void named(NameSense sense, double sure, int betrayed) {
        switch (sense) {
            case CERTAIN -> {
                certain++;
                certainty = certain == 1 ? sure : Math.max(certainty, sure) + (1 - Math.max(certainty, sure)) * 0.2;
            }
            case BUSINESS -> plainly(Where.NAME, sure);
            case ACTING -> acting++;
            case WRITTEN -> written++;
            case DOUBTFUL -> doubtful++;
            case SOMETHING_ELSE -> somethingElse++;
            case PERSON -> persons++;
        }
        against = Math.max(against, betrayed);
    }

    void weighs(double weight) {
        prominence += counted++ < MOST_COUNTED ? weight : 0;
    }

    void inTitle(boolean first) {
        title = true;
        firstInTitle |= first;
    }

    /** Empty when the article hardly means the company. */
    Optional<TickerMention> mention(Vocabulary vocabulary) {
        double sure = confidence(vocabulary);
        return sure < TickerFinder.LEAST_CONFIDENCE
                ? Optional.empty()
                : Optional.of(new TickerMention(
                        ticker, Math.min(1, sure), where, plain + certain + acting + written + doubtful));
    }

    private double confidence(Vocabulary vocabulary) {
        // A text that has Nikola Tesla means him by Tesla, unless the company is meant plainly.
        double byName = persons == 0 ? certainty : 0;
        if (plain > 0 || byName > 0) {
            return Math.max(confidence, byName);
        }
        boolean aboutBusiness = vocabulary.aboutBusiness();
        if (acting > 0 && persons == 0 && (somethingElse == 0 || aboutBusiness)) {
            return ACTING;
        }
        int doubts = somethingElse + persons + against;
        if (written > 0 && ((doubts == 0 && vocabulary.hasBusiness()) || (written > doubts && aboutBusiness))) {
            return WRITTEN;
        }
        return doubtful > 0 && doubts == 0 && aboutBusiness ? DOUBTFUL : 0;
    }

    /** How much the article is about it. */
    double salience(double sure) {
        return sure * (prominence + (title ? IN_TITLE : 0) + (firstInTitle ? FIRST_IN_TITLE : 0));
    }
}
