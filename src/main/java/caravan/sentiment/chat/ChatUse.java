package caravan.sentiment.chat;

/**
 * What a chat model has done and cost since the start.
 *
 * @param requests sent, repeated ones included
 * @param failures requests that brought no answer
 * @param garbage answers that could not be used
 * @param inputTokens sent
 * @param outputTokens received
 * @param cost of them all, in the currency of the prices
 * @param costToday since midnight UTC, with what requests under way may cost at most
 */
public record ChatUse(
        long requests,
        long failures,
        long garbage,
        long inputTokens,
        long outputTokens,
        double cost,
        double costToday) {}
