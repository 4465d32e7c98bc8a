package caravan.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime's environment, of which a process has one; it lasts as long as the process.
 *
 * <p>ONNX Runtime's Java API gives it back in a shutdown hook of its own, beside those of everybody else: a model that is
 * still asked while Caravan stops would read freed memory and take the process down. The library counts who holds the
 * environment; here it is held once more, so that the hook frees nothing.
 */
final class LastingEnvironment {

    private static final Logger LOG = LoggerFactory.getLogger(LastingEnvironment.class);
    /** What it says of itself: as much as by default. */
    private static final int WARNING = 2;

    private static final OrtEnvironment HELD = held();

    private LastingEnvironment() {}

    static OrtEnvironment get() {
        return HELD;
    }

    private static OrtEnvironment held() {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            api.setAccessible(true);
            Method hold = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            hold.setAccessible(true);
            hold.invoke(null, api.getLong(null), WARNING, OrtEnvironment.DEFAULT_NAME);
        } catch (ReflectiveOperationException e) {
            LOG.warn(
                    "ONNX Runtime's environment cannot be held: a stop while a model is asked may end the process hard",
                    e instanceof InvocationTargetException ? e.getCause() : e);
        }
        return environment;
    }
}
