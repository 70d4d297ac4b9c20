package io.tidegate.lab.convert;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * An element of a plan with those below it.
 *
 * @param type its class, such as {@code HTTPSamplerProxy}
 */
record JmxElement(String type, String name, boolean enabled, Element xml, List<JmxElement> below) {

  /**
   * The plan of a file. A document type is refused, so nothing outside the file is read.
   *
   * @throws IOException if it is no plan
   */
  static JmxElement read(byte[] bytes) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setExpandEntityReferences(false);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      Element root = builder.parse(new ByteArrayInputStream(bytes)).getDocumentElement();
      for (Element one : elements(root))
        if (one.getTagName().equals("hashTree")) {
          List<JmxElement> plans = pairs(one);
          if (!plans.isEmpty()) return plans.getFirst();
        }
      throw new IOException("the file has no test plan");
    } catch (SAXException e) {
      throw new IOException("the plan is no proper XML: " + e.getMessage(), e);
    } catch (ParserConfigurationException e) {
      throw new AssertionError("the JDK's own parser", e);
    }
  }

  /** Elements in a tree, each of which may be followed by the tree of those below it. */
  private static List<JmxElement> pairs(Element tree) {
    List<JmxElement> all = new ArrayList<>();
    List<Element> inner = elements(tree);
    for (int i = 0; i < inner.size(); i++) {
      Element one = inner.get(i);
      if (one.getTagName().equals("hashTree")) continue;
      boolean more = i + 1 < inner.size() && inner.get(i + 1).getTagName().equals("hashTree");
      String type = one.getAttribute("testclass").replaceAll(".*\\.", "");
      all.add(
          new JmxElement(
              type.isEmpty() ? one.getTagName().replaceAll(".*\\.", "") : type,
              one.getAttribute("testname"),
              !one.getAttribute("enabled").equals("false"),
              one,
              more ? pairs(inner.get(i + 1)) : List.of()));
    }
    return all;
  }

  private static List<Element> elements(Node of) {
    List<Element> all = new ArrayList<>();
    for (Node one = of.getFirstChild(); one != null; one = one.getNextSibling())
      if (one instanceof Element element) all.add(element);
    return all;
  }

  /** A property; empty without it. */
  String text(String property) {
    return text(xml, property);
  }

  static String text(Element of, String property) {
    for (Element one : elements(of))
      if (one.getAttribute("name").equals(property)) return one.getTextContent().strip();
    return "";
  }

  boolean flag(String property) {
    return text(property).equals("true");
  }

  /** Elements of a collection that a property holds, wherever below it. */
  List<Element> collection(String property) {
    return collection(xml, property);
  }

  private static List<Element> collection(Element of, String property) {
    for (Element one : elements(of)) {
      if (one.getAttribute("name").equals(property)) return elements(one);
      List<Element> deeper = collection(one, property);
      if (!deeper.isEmpty()) return deeper;
    }
    return List.of();
  }

  /** A property of an element that a property holds, such as that of a thread group's loop. */
  String inner(String property, String of) {
    for (Element one : elements(xml))
      if (one.getAttribute("name").equals(property)) return text(one, of);
    return "";
  }

  @Override
  public String toString() {
    return type + " \"" + name + "\"";
  }
}
