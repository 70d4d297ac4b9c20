package io.tidegate.lab.imports;

import java.io.InputStream;
import java.time.DateTimeException;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * JMeter's JTL as XML: an element a sample. Elements within one are its parts, such as the pictures
 * of a page, and are not counted again.
 */
final class JtlXml {

  private static final Map<String, String> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("timeStamp", "ts"),
          Map.entry("elapsed", "t"),
          Map.entry("label", "lb"),
          Map.entry("responseCode", "rc"),
          Map.entry("responseMessage", "rm"),
          Map.entry("success", "s"),
          Map.entry("bytes", "by"),
          Map.entry("sentBytes", "sby"),
          Map.entry("allThreads", "na"),
          Map.entry("Latency", "lt"),
          Map.entry("Connect", "ct"));

  private JtlXml() {}

  static void read(InputStream from, ImportedSamples to) {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader xml = factory.createXMLStreamReader(from);
      int depth = 0;
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            if (++depth == 2 && isSample(xml.getLocalName())) sample(xml, to);
          }
          case XMLStreamConstants.END_ELEMENT -> depth--;
          default -> {}
        }
      }
    } catch (XMLStreamException _) {
      to.cutOff();
    }
  }

  private static boolean isSample(String element) {
    return element.equals("httpSample") || element.equals("sample");
  }

  private static void sample(XMLStreamReader xml, ImportedSamples to) {
    try {
      JtlSample.add(name -> text(xml, name), name -> number(text(xml, name)), to);
    } catch (DateTimeException | IllegalArgumentException _) {
      to.broken(xml.getLocation().getLineNumber());
    }
  }

  private static String text(XMLStreamReader xml, String name) {
    String attribute = ATTRIBUTES.get(name);
    if (attribute == null) return "";
    return Objects.requireNonNullElse(xml.getAttributeValue(null, attribute), "");
  }

  private static double number(String text) {
    return text.isEmpty() ? 0 : Double.parseDouble(text);
  }
}
