package io.tidegate.lab.script.html;

import java.util.Set;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Writes nodes as Go's HTML package does, which scripts compare with. Pure. */
final class Markup {

  private static final Set<String> VOID =
      Set.of(
          "area", "base", "br", "col", "embed", "hr", "img", "input", "keygen", "link", "meta",
          "param", "source", "track", "wbr");

  private Markup() {}

  /** A node's own text: none for an element. */
  static String own(Node node) {
    if (node instanceof TextNode text) return text.getWholeText();
    return node instanceof DataNode data ? data.getWholeData() : "";
  }

  /** What is in a node. */
  static String inner(Node node) {
    StringBuilder out = new StringBuilder();
    for (Node child : node.childNodes()) append(out, child);
    return out.toString();
  }

  /** A node as a whole. */
  static String outer(Node node) {
    StringBuilder out = new StringBuilder();
    append(out, node);
    return out.toString();
  }

  // As deep as the page nests, which jsoup bounds.
  private static void append(StringBuilder out, Node node) {
    switch (node) {
      case TextNode text -> out.append(escaped(text.getWholeText()));
      case DataNode data -> out.append(data.getWholeData());
      case Comment comment -> out.append("<!--").append(comment.getData()).append("-->");
      case DocumentType type -> out.append("<!DOCTYPE ").append(type.name()).append('>');
      default -> appendElement(out, node);
    }
  }

  private static void appendElement(StringBuilder out, Node node) {
    String name = node.nodeName();
    boolean shown = Nodes.isElement(node);
    if (shown) {
      out.append('<').append(name);
      for (Attribute attribute : node.attributes())
        out.append(' ')
            .append(attribute.getKey())
            .append("=\"")
            .append(escaped(attribute.getValue()))
            .append('"');
      if (VOID.contains(name)) {
        out.append("/>");
        return;
      }
      out.append('>');
    }
    for (Node child : node.childNodes()) append(out, child);
    if (shown) out.append("</").append(name).append('>');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("'", "&#39;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&#34;")
        .replace("\r", "&#13;");
  }
}
