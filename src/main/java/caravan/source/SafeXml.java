package caravan.source;

import java.io.IOException;
import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jdom2.Element;
import org.jdom2.JDOMException;
import org.jdom2.input.SAXBuilder;
import org.jdom2.input.sax.XMLReaderJDOMFactory;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/** XML from strangers as a tree: no document type, no entity, nothing loaded from elsewhere, no bottomless nesting. */
final class SafeXml implements XMLReaderJDOMFactory {

    /** Far beyond any feed, far within the stack of what walks the tree. */
    private static final int DEEPEST = 200;

    private static final SafeXml READERS = new SafeXml();

    private SafeXml() {}

    /** @throws JDOMException when {@code xml} is not well-formed; the message says where and why */
    static Element root(String xml) throws JDOMException {
        try {
            return new SAXBuilder(READERS).build(new StringReader(xml)).getRootElement();
        } catch (IOException | IllegalArgumentException e) {
            throw new JDOMException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public XMLReader createXMLReader() throws JDOMException {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            XMLReader reader = factory.newSAXParser().getXMLReader();
            reader.setProperty("http://www.oracle.com/xml/jaxp/properties/maxElementDepth", String.valueOf(DEEPEST));
            return reader;
        } catch (ParserConfigurationException | SAXException e) {
            throw new JDOMException("This Java has no XML parser that can be made safe", e);
        }
    }

    @Override
    public boolean isValidating() {
        return false;
    }
}
