package caravan.cli;

import caravan.deadletter.DeadLetterId;

/** Where the API has dead letters. */
final class DeadLetterPaths {

    static final String ALL = "/api/dead-letters";

    private DeadLetterPaths() {}

    /** @throws IllegalArgumentException when it is no id */
    static String of(String id) {
        return DeadLetterId.parse(id)
                .map(known -> ALL + '/' + known)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is no id of a dead letter; 'caravan dead-letters ls' shows them, such as 3-17"
                                .formatted(id)));
    }
}
