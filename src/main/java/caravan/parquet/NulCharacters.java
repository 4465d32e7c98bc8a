package caravan.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** NUL characters in UTF-8: legal in Parquet, and the end of the text for much of what reads it. */
public final class NulCharacters {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private NulCharacters() {}

    /**
     * Whether there is one. Every text of a lake is looked through, so it is looked at eight bytes at a time: taking one
     * from each byte lights the high bit of a byte that was 0, and where it lights others, one below them was 0.
     */
    public static boolean areIn(byte[] utf8) {
        long lit = 0;
        int at = 0;
        for (; at + Long.BYTES <= utf8.length; at += Long.BYTES) {
            long eight = (long) EIGHT.get(utf8, at);
            lit |= (eight - ONES) & ~eight & HIGH_BITS;
        }
        boolean isFound = lit != 0;
        for (; at < utf8.length; at++) {
            isFound |= utf8[at] == 0;
        }
        return isFound;
    }

    /** The text without them: {@code utf8} itself where there are none. */
    public static byte[] removedFrom(byte[] utf8) {
        if (!areIn(utf8)) {
            return utf8;
        }
        int kept = 0;
        for (byte unit : utf8) {
            kept += unit == 0 ? 0 : 1;
        }
        byte[] rest = new byte[kept];
        int next = 0;
        for (byte unit : utf8) {
            if (unit != 0) {
                rest[next++] = unit;
            }
        }
        return rest;
    }
}
