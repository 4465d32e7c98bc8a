package caravan.embedded.wire;

/** What an article's author meant to say of a company: the truth a sentiment model is measured against. */
public enum Tone {
    POSITIVE,
    NEGATIVE,
    NEUTRAL
}
