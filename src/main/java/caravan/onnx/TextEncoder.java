package caravan.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import caravan.UnavailableException;
import caravan.config.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes numbers of texts, as a {@code tokenizer.json} says. Thread-safe until it is closed. */
final class TextEncoder implements AutoCloseable {

    static {
        // The library would otherwise look for a graphics card, and fetch another build of itself where it finds one;
        // and it would tell its makers of its use from some clouds' machines.
        setUnlessSet("RUST_FLAVOR", "cpu");
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("OPT_OUT_TRACKING", "true");
    }

    /** Texts are handed to native code by so many, so that of many texts few are there twice. */
    private static final int AT_ONCE = 32;

    private final String called;
    private final HuggingFaceTokenizer cutting;
    private final HuggingFaceTokenizer counting;
    private final int special;

    /**
     * @param json a {@code tokenizer.json}
     * @param maxTokens where a text is cut, special tokens included
     * @param called for messages
     * @throws ConfigurationException when it is none
     */
    TextEncoder(byte[] json, int maxTokens, String called) {
        this.called = called;
        cutting = open(json, true, maxTokens, called);
        counting = open(json, false, maxTokens, called);
        special = counting.encode("", true, false).getIds().length;
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static HuggingFaceTokenizer open(byte[] json, boolean cut, int maxTokens, String called) {
        Map<String, String> options = Map.of(
                "padding", "false", "truncation", Boolean.toString(cut), "maxLength", Integer.toString(maxTokens));
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options);
        } catch (IOException | RuntimeException e) {
            throw new ConfigurationException(
                    "%s cannot be read as a tokenizer: %s".formatted(called, e.getMessage()), e);
        }
    }

    /**
     * The numbers of each text's tokens, special ones included, none for padding.
     *
     * @throws UnavailableException when the native code fails
     */
    List<long[]> encode(List<String> texts) {
        return tokens(cutting, texts, true);
    }

    /**
     * How many tokens each text has by itself, without special ones and however long it is.
     *
     * @throws UnavailableException when the native code fails
     */
    int[] count(List<String> texts) {
        return tokens(counting, texts, false).stream()
                .mapToInt(tokens -> tokens.length)
                .toArray();
    }

    /** How many tokens are added to a text. */
    int special() {
        return special;
    }

    private List<long[]> tokens(HuggingFaceTokenizer tokenizer, List<String> texts, boolean withSpecial) {
        List<long[]> ids = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += AT_ONCE) {
            List<String> some = texts.subList(from, Math.min(texts.size(), from + AT_ONCE)).stream()
                    .map(TextEncoder::readable)
                    .toList();
            for (Encoding encoding : encodings(tokenizer, some, withSpecial)) {
                ids.add(encoding.getIds());
            }
        }
        return ids;
    }

    /** The library throws plain runtime exceptions for whatever its native code does. */
    private Encoding[] encodings(HuggingFaceTokenizer tokenizer, List<String> texts, boolean withSpecial) {
        try {
            return tokenizer.batchEncode(texts, withSpecial, false);
        } catch (RuntimeException e) {
            throw new UnavailableException("%s cannot read a text: %s".formatted(called, e.getMessage()), e);
        }
    }

    /** The native side takes neither halves of a pair of surrogates nor NUL. */
    private static String readable(String text) {
        StringBuilder readable = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean paired = Character.isHighSurrogate(c)
                    ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                    : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
            if (c == 0 || (Character.isSurrogate(c) && !paired)) {
                readable = readable == null ? new StringBuilder(text) : readable;
                readable.setCharAt(i, ' ');
            }
        }
        return readable == null ? text : readable.toString();
    }

    @Override
    public void close() {
        cutting.close();
        counting.close();
    }
}
