package caravan.sentiment.router;

import caravan.article.TickerScore;
import caravan.sentiment.Finding;
import caravan.sentiment.Passage;
import caravan.sentiment.Probabilities;
import caravan.sentiment.SentimentModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A model that does as it is told, and remembers what it was asked. */
final class TestModel implements SentimentModel {

    static final Finding GOOD = new Finding(new TickerScore(0.8, 0.9), new Probabilities(0.05, 0.05, 0.9), Map.of());

    private final String name;
    private final List<List<Passage>> batches = new CopyOnWriteArrayList<>();
    private volatile Function<List<Passage>, List<Finding>> conduct = TestModel::good;

    TestModel(String name) {
        this.name = name;
    }

    static List<Finding> good(List<Passage> passages) {
        return passages.stream().map(passage -> GOOD).toList();
    }

    void conduct(Function<List<Passage>, List<Finding>> next) {
        conduct = next;
    }

    List<List<Passage>> batches() {
        return batches;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return "test";
    }

    @Override
    public List<Finding> score(List<Passage> passages) {
        batches.add(passages);
        return conduct.apply(passages);
    }
}
