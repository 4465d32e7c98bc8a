package caravan.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jdom2.Attribute;
import org.jdom2.Element;
import org.jdom2.Text;
import org.jdom2.output.Format;
import org.jdom2.output.XMLOutputter;

/**
 * An item of an XML feed as JSON, so that it can be kept beside the article and read again without a feed parser.
 *
 * <p>An element is its text; with attributes it is an object of {@code @name} and {@code #text}, with child elements an
 * object of those, repeated ones in an array. Names are qualified as in the feed. Markup mixed with text (XHTML content)
 * is kept as markup, in {@code #xml}.
 */
final class RawItem {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RawItem() {}

    static String json(Element item) {
        return object(item).toString();
    }

    /** The children of {@code element} as markup. */
    static String markup(Element element) {
        return new XMLOutputter(Format.getRawFormat()).outputString(element.getContent());
    }

    static boolean isMixed(Element element) {
        return !element.getChildren().isEmpty()
                && element.getContent().stream()
                        .anyMatch(content -> content instanceof Text text
                                && !text.getTextTrim().isEmpty());
    }

    private static JsonNode node(Element element) {
        return element.getAttributes().isEmpty() && element.getChildren().isEmpty()
                ? TextNode.valueOf(element.getText())
                : object(element);
    }

    private static ObjectNode object(Element element) {
        ObjectNode object = MAPPER.createObjectNode();
        for (Attribute attribute : element.getAttributes()) {
            object.put("@" + attribute.getQualifiedName(), attribute.getValue());
        }
        List<Element> children = element.getChildren();
        if (isMixed(element)
                || children.stream().anyMatch(child -> child.getNamespaceURI().endsWith("/xhtml"))) {
            object.put("#xml", markup(element));
        } else if (children.isEmpty()) {
            if (!element.getText().isEmpty()) {
                object.put("#text", element.getText());
            }
        } else {
            children.stream()
                    .collect(Collectors.groupingBy(Element::getQualifiedName, LinkedHashMap::new, Collectors.toList()))
                    .forEach((name, same) -> object.set(name, same.size() == 1 ? node(same.get(0)) : array(same)));
        }
        return object;
    }

    private static ArrayNode array(List<Element> same) {
        ArrayNode array = MAPPER.createArrayNode();
        same.forEach(element -> array.add(node(element)));
        return array;
    }
}
