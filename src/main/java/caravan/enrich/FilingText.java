package caravan.enrich;

import caravan.UnprocessableException;
import caravan.article.TextQuality;
import caravan.source.EdgarIndex;
import caravan.source.FeedItem;
import caravan.source.FetchRequest;
import caravan.source.Fetched;
import caravan.source.Fetcher;
import caravan.source.Kind;
import java.util.ArrayList;
import java.util.List;

/** The text of a filing at the SEC: its primary document and, behind it, its press releases. Thread-safe. */
final class FilingText {

    private final Fetcher fetcher;
    private final WholeText wholeText;

    FilingText(Fetcher fetcher, WholeText wholeText) {
        this.fetcher = fetcher;
        this.wholeText = wholeText;
    }

    /**
     * Fetches the filing's index page and the documents it names.
     *
     * @param goesOn called before each of the documents
     * @throws caravan.UnavailableException when one of them may be had later
     * @throws UnprocessableException that names the filing, when there is no text to be had
     */
    ExtractedText of(FeedItem filing, Kind.Edgar kind, Runnable goesOn) {
        Fetched index = fetcher.fetch(FetchRequest.page(filing.link().orElseThrow()));
        List<String> texts = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (EdgarIndex.Document document : EdgarIndex.read(index).worthReading(kind.exhibits())) {
            goesOn.run();
            try {
                Fetched page = fetcher.fetch(FetchRequest.page(document.url()));
                texts.add(wholeText.page(page).text());
            } catch (UnprocessableException e) {
                // An exhibit that is a picture does not cost the filing; one without any text does.
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        if (texts.isEmpty()) {
            throw new UnprocessableException(
                    "No text in the filing %s: %s".formatted(index.url(), String.join("; ", failures)));
        }
        return wholeText.checked(
                new ExtractedText(String.join("\n\n", texts), TextQuality.PAGE),
                index.url().toString());
    }
}
