package caravan.parquet;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
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
        ByteBuffer content = page.toByteBuffer(HeapByteBufferAllocator.getInstance(), unused -> {});
        if (content.hasArray()
                && content.arrayOffset() == 0
                && content.position() == 0
                && content.remaining() == content.array().length) {
            return content.array();
        }
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    private record Compressor(int level) implements BytesInputCompressor {

        /** As many as threads compress at a time: making one costs as much as compressing a small page. */
        private static final Queue<ZstdCompressCtx> IDLE = new ConcurrentLinkedQueue<>();

        @Override
        @SuppressWarnings("resource") // It goes back to where it was taken from.
        public BytesInput compress(BytesInput page) throws IOException {
            ZstdCompressCtx context = Optional.ofNullable(IDLE.poll()).orElseGet(ZstdCompressCtx::new);
            try {
                return BytesInput.from(context.setLevel(level).compress(bytes(page)));
            } finally {
                IDLE.add(context);
            }
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

        private static final Queue<ZstdDecompressCtx> IDLE = new ConcurrentLinkedQueue<>();

        @Override
        public BytesInput decompress(BytesInput page, int size) throws IOException {
            return BytesInput.from(decompressed(bytes(page), size));
        }

        @Override
        public void decompress(ByteBuffer page, int compressedSize, ByteBuffer content, int size) throws IOException {
            byte[] compressed = new byte[compressedSize];
            page.get(compressed);
            content.put(decompressed(compressed, size));
        }

        @SuppressWarnings("resource") // It goes back to where it was taken from.
        private static byte[] decompressed(byte[] compressed, int size) throws IOException {
            ZstdDecompressCtx context = Optional.ofNullable(IDLE.poll()).orElseGet(ZstdDecompressCtx::new);
            try {
                byte[] content = context.decompress(compressed, size);
                if (content.length != size) {
                    throw new IOException("A page is damaged: %s bytes, not %s".formatted(content.length, size));
                }
                return content;
            } catch (ZstdException e) {
                throw new IOException("A page is damaged: " + e.getMessage(), e);
            } finally {
                IDLE.add(context);
            }
        }

        @Override
        public void release() {
            // Nothing is held between pages.
        }
    }
}
