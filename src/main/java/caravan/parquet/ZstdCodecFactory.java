package caravan.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Zstandard for Parquet's pages by zstd-jni directly: parquet's own factory reaches it through Hadoop's configuration,
 * which is not here. Thread-safe.
 */
public final class ZstdCodecFactory implements CompressionCodecFactory {

    private final int level;

    /** @param level 1 (fast) to 22 (small) */
    public ZstdCodecFactory(int level) {
        this.level = level;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return switch (codec) {
            case ZSTD -> new Compressor(level);
            default -> throw unsupported(codec);
        };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case ZSTD -> new Decompressor();
            default -> throw unsupported(codec);
        };
    }

    @Override
    public void release() {
        // Nothing is held between pages.
    }

    private static IllegalArgumentException unsupported(CompressionCodecName codec) {
        return new IllegalArgumentException("Compression " + codec + " is not supported, only ZSTD");
    }

    private static byte[] bytes(BytesInput page) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(page.size()));
        page.writeAllTo(bytes);
        return bytes.toByteArray();
    }

    private record Compressor(int level) implements BytesInputCompressor {

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            return BytesInput.from(Zstd.compress(bytes(page), level));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {
            // Nothing is held between pages.
        }
    }

    private record Decompressor() implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput page, int size) throws IOException {
            byte[] content = new byte[size];
            check(Zstd.decompress(content, bytes(page)), size);
            return BytesInput.from(content);
        }

        @Override
        public void decompress(ByteBuffer page, int compressedSize, ByteBuffer content, int size) throws IOException {
            byte[] compressed = new byte[compressedSize];
            page.get(compressed);
            byte[] plain = new byte[size];
            check(Zstd.decompress(plain, compressed), size);
            content.put(plain);
        }

        private static void check(long result, int size) throws IOException {
            if (Zstd.isError(result) || result != size) {
                throw new IOException("A page is damaged: "
                        + (Zstd.isError(result) ? Zstd.getErrorName(result) : result + " bytes, not " + size));
            }
        }

        @Override
        public void release() {
            // Nothing is held between pages.
        }
    }
}
