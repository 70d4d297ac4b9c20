package io.tidegate.gate.registry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/** {@link WireForm#XML}. Nothing outside of a document is read, and no document type. Pure. */
final class XmlTree {

  private static final XMLInputFactory READERS = readers();
  private static final XMLOutputFactory WRITERS = XMLOutputFactory.newDefaultFactory();

  private XmlTree() {}

  private static XMLInputFactory readers() {
    XMLInputFactory readers = XMLInputFactory.newDefaultFactory();
    readers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    readers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    readers.setProperty(XMLInputFactory.IS_COALESCING, true);
    readers.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    return readers;
  }

  static Map<String, Object> read(byte[] bytes, int from, int length) {
    try {
      XMLStreamReader xml =
          READERS.createXMLStreamReader(new ByteArrayInputStream(bytes, from, length));
      while (xml.next() != XMLStreamConstants.START_ELEMENT)
        if (xml.getEventType() == XMLStreamConstants.DTD)
          throw new IllegalArgumentException("The body has a document type, which nobody reads.");
      String root = xml.getLocalName();
      Map<String, Object> tree = Map.of(root, element(xml, root, 1));
      while (xml.hasNext()) xml.next();
      return tree;
    } catch (XMLStreamException e) {
      throw new IllegalArgumentException("The body is not XML.", e);
    }
  }

  /** What the reader stands at the beginning of; leaves it at the end. */
  private static Object element(XMLStreamReader xml, String name, int depth)
      throws XMLStreamException {
    if (depth > WireForm.DEPTH_MOST) throw new IllegalArgumentException("The body is too deep.");
    boolean named = name.equals(WireForm.METADATA);
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < xml.getAttributeCount(); i++)
      members.put("@" + xml.getAttributeLocalName(i), xml.getAttributeValue(i));
    StringBuilder text = new StringBuilder();
    while (xml.next() != XMLStreamConstants.END_ELEMENT) {
      if (xml.isCharacters()) text.append(xml.getText());
      if (!xml.isStartElement()) continue;
      String child = xml.getLocalName();
      Object value = element(xml, child, depth + 1);
      if (members.put(named ? XmlNames.decoded(child) : child, value) != null)
        throw new IllegalArgumentException("The body has " + child + " twice.");
    }
    if (members.isEmpty()) return text.toString().strip();
    if (!text.isEmpty() && !text.toString().isBlank()) members.put("$", text.toString().strip());
    return members;
  }

  static byte[] write(String root, Map<String, Object> tree) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
    try {
      XMLStreamWriter xml = WRITERS.createXMLStreamWriter(bytes, "UTF-8");
      write(xml, root, tree);
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("nothing here cannot be written", e);
    }
    return bytes.toByteArray();
  }

  private static void write(XMLStreamWriter xml, String name, Object value)
      throws XMLStreamException {
    if (value instanceof List<?> list) {
      for (Object item : list) write(xml, name, item);
      return;
    }
    xml.writeStartElement(name);
    if (value instanceof Map<?, ?> object) members(xml, name.equals(WireForm.METADATA), object);
    else xml.writeCharacters(value.toString());
    xml.writeEndElement();
  }

  private static void members(XMLStreamWriter xml, boolean named, Map<?, ?> object)
      throws XMLStreamException {
    for (Map.Entry<?, ?> member : object.entrySet()) { // attributes stand first
      String name = String.valueOf(member.getKey());
      Object value = member.getValue();
      if (name.equals("$") && !named) xml.writeCharacters(value.toString());
      else if (isAttribute(name, named)) xml.writeAttribute(name.substring(1), value.toString());
      else write(xml, named ? XmlNames.encoded(name) : name, value);
    }
  }

  /** Of the names that others made, none but the mark of a class. */
  private static boolean isAttribute(String name, boolean named) {
    return name.startsWith("@") && (!named || name.equals(WireForm.CLASS));
  }
}
