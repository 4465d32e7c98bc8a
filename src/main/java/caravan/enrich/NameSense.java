package caravan.enrich;

/** What a company's name most likely means in one place of a text, going by what stands around it. */
enum NameSense {
    /** The company: nothing else is called so, or its legal form stands beside it. */
    CERTAIN,
    /** The company: it has shares, sales or an executive here. */
    BUSINESS,
    /** The company, unless it is a person: it says, plans or buys something. */
    ACTING,
    /** Written as a name where nothing but a name is written so. */
    WRITTEN,
    /** It may be the company or a word. */
    DOUBTFUL,
    /** A place, a venue, a word, a longer name, a publisher that is quoted, a platform where somebody speaks. */
    SOMETHING_ELSE,
    /** Somebody is called so. */
    PERSON
}
