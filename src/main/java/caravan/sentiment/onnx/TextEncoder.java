package caravan.sentiment.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import caravan.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Makes numbers of texts, as a {@code tokenizer.json} says. Thread-safe until it is closed. */
final class TextEncoder implements AutoCloseable {

    static {
        // The library would otherwise look for a graphics card, and fetch another build of itself where it finds one.
        setUnlessSet("RUST_FLAVOR", "cpu");
        setUnlessSet("ai.djl.offline", "true");
    }

    private final HuggingFaceTokenizer cutting;
    private final HuggingFaceTokenizer counting;

    /** @param maxTokens where a text is cut, special tokens included */
    TextEncoder(Path file, int maxTokens) {
        cutting = open(file, true, maxTokens);
        counting = open(file, false, maxTokens);
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static HuggingFaceTokenizer open(Path file, boolean cut, int maxTokens) {
        try {
            return HuggingFaceTokenizer.builder()
                    .optTokenizerPath(file)
                    .optPadding(false)
                    .optTruncation(cut)
                    .optMaxLength(maxTokens)
                    .build();
        } catch (IOException | RuntimeException e) {
            throw new ConfigurationException("%s cannot be read as a tokenizer: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** The numbers of each text's tokens, special ones included, none for padding. */
    long[][] encode(List<String> texts) {
        return Arrays.stream(cutting.batchEncode(sound(texts), true, false))
                .map(Encoding::getIds)
                .toArray(long[][]::new);
    }

    /** How many tokens each text has by itself, without special ones and however long it is. */
    int[] count(List<String> texts) {
        return Arrays.stream(counting.batchEncode(sound(texts), false, false))
                .mapToInt(encoding -> encoding.getIds().length)
                .toArray();
    }

    /** How many tokens are added to a text. */
    int special() {
        return counting.encode("", true, false).getIds().length;
    }

    /** Halves of a pair of surrogates cannot be handed to native code. */
    private static List<String> sound(List<String> texts) {
        return texts.stream()
                .map(text -> text.codePoints().anyMatch(TextEncoder::half) ? repaired(text) : text)
                .toList();
    }

    private static String repaired(String text) {
        return text.codePoints()
                .map(point -> half(point) ? '\ufffd' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean half(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    @Override
    public void close() {
        cutting.close();
        counting.close();
    }
}
