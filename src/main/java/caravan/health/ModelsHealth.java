package caravan.health;

import caravan.sentiment.router.GuardedModel;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Which models are not asked because they failed. They are named and do not ail the process, whose articles others score
 * meanwhile: it is ready without any of them. Thread-safe.
 */
public final class ModelsHealth extends AbstractHealthCheck {

    private final List<GuardedModel> models;

    /** @param models beside the lexicon, which is never away */
    public ModelsHealth(List<GuardedModel> models) {
        super("caravan", "models");
        this.models = List.copyOf(models);
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        result.up();
        List<String> away = models.stream()
                .filter(GuardedModel::isOpen)
                .map(GuardedModel::name)
                .sorted()
                .toList();
        if (!away.isEmpty()) {
            result.message("Others score the articles of %s, which failed and cannot be asked; /api/pipeline says why"
                    .formatted(String.join(", ", away)));
        }
    }
}
