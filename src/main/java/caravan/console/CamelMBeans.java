package caravan.console;

import javax.management.ObjectInstance;
import org.jolokia.service.jmx.api.CacheKeyProvider;

/**
 * Says which MBeans are described alike: Camel makes the description of each from its class, and has hundreds of a few
 * dozen classes. A list then holds each description once.
 */
final class CamelMBeans extends CacheKeyProvider {

    private static final int FIRST = 1;

    CamelMBeans() {
        super(FIRST);
    }

    /** @return null for what is not Camel's, which is described for itself */
    @Override
    public String determineKey(ObjectInstance mbean) {
        return mbean.getObjectName().getDomain().equals("org.apache.camel") ? mbean.getClassName() : null;
    }
}
