-- Whether a text, in lower case, has a word: looked for fast, and then whether it stands there as a word. Scripts that put
-- no spaces between words have it wherever its characters are.
CREATE OR REPLACE TEMP MACRO has_word(words, word) AS
    CASE
        WHEN NOT contains(words, lower(word)) THEN FALSE
        WHEN regexp_matches(word, '[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]') THEN TRUE
        ELSE regexp_matches(words, '(^|[^\pL\pN])' || regexp_escape(lower(word)) || '($|[^\pL\pN])')
    END;
CREATE OR REPLACE TEMP MACRO has_all_words(words, wanted) AS
    len(list_filter(wanted, lambda word: has_word(words, word))) = len(wanted);
CREATE OR REPLACE TEMP MACRO has_any_word(words, unwanted) AS
    len(list_filter(unwanted, lambda word: has_word(words, word))) > 0;
