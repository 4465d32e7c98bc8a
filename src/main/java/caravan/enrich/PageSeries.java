package caravan.enrich;

import caravan.UnprocessableException;
import caravan.article.TextQuality;
import caravan.source.Fetched;
import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** An article of several pages, put together. */
final class PageSeries {

    /** An article of more pages is a book, or a trap. */
    static final int MOST_PAGES = 10;

    private final WholeText wholeText;
    private final Function<URI, Fetched> fetch;

    PageSeries(WholeText wholeText, Function<URI, Fetched> fetch) {
        this.wholeText = wholeText;
        this.fetch = fetch;
    }

    /**
     * The text with those of the pages on which it goes on; one that cannot be read, or one too many, cuts it short.
     *
     * @param page where the text was found
     * @throws caravan.UnavailableException when a page may be had later
     */
    ExtractedText complete(ExtractedText text, URI page) {
        Set<URI> seen = new HashSet<>(Set.of(page));
        ExtractedText all = text;
        Optional<URI> next = text.nextPage();
        while (next.isPresent()) {
            if (!seen.add(next.get())) {
                return new ExtractedText(all.text(), all.quality());
            }
            if (seen.size() > MOST_PAGES) {
                return new ExtractedText(all.text(), TextQuality.TRUNCATED);
            }
            try {
                all = wholeText.continued(all, wholeText.page(fetch.apply(next.get())));
            } catch (UnprocessableException noPage) {
                return new ExtractedText(all.text(), TextQuality.TRUNCATED);
            }
            next = all.nextPage();
        }
        return all;
    }
}
