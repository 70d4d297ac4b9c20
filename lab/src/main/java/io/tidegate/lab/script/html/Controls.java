package io.tidegate.lab.script.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;

/** Values of the controls of forms, as k6 takes them. Pure. */
final class Controls {

  private static final Set<String> SENT = Set.of("input", "select", "textarea");

  /** Also those that are ticked: k6 leaves them out, and its users' scripts give them by name. */
  private static final Set<String> NEVER_SENT =
      Set.of("submit", "button", "reset", "image", "file", "checkbox", "radio");

  private Controls() {}

  /** A text; a list of texts where several can be selected; null for what has no value. */
  static @Nullable Object value(@Nullable Node node) {
    if (node == null) return null;
    return switch (node.nodeName()) {
      case "input" -> canBeTicked(node) && !node.hasAttr("value") ? "on" : node.attr("value");
      case "button" -> node.attr("value");
      case "textarea" -> new Nodes(List.of(node)).text();
      case "option" -> ofOption(node);
      case "select" -> ofSelect(node);
      default -> null;
    };
  }

  private static boolean canBeTicked(Node input) {
    String type = input.attr("type");
    return type.equals("checkbox") || type.equals("radio");
  }

  private static String ofOption(Node option) {
    return option.hasAttr("value") ? option.attr("value") : new Nodes(List.of(option)).text();
  }

  private static Object ofSelect(Node select) {
    List<Object> chosen = new ArrayList<>();
    Nodes.below(select)
        .filter(one -> one.nodeName().equals("option") && one.hasAttr("selected"))
        .forEach(one -> chosen.add(ofOption(one)));
    if (select.hasAttr("multiple")) return ProxyArray.fromList(chosen);
    return chosen.isEmpty() ? "" : chosen.getLast();
  }

  /** Names and values by turns of the controls that a form would send. */
  static List<Object> sent(Nodes nodes) {
    List<Object> pairs = new ArrayList<>();
    for (Node one : controls(nodes)) {
      if (one.attr("name").isEmpty()) continue;
      if (one.nodeName().equals("input") && NEVER_SENT.contains(one.attr("type"))) continue;
      Object value = value(one);
      if (value == null) continue;
      pairs.add(one.attr("name"));
      pairs.add(value);
    }
    return pairs;
  }

  private static List<Node> controls(Nodes nodes) {
    return nodes.list().stream()
        .flatMap(
            one -> one.nodeName().equals("form") ? Nodes.below(one) : one.nodeStream().limit(1))
        .filter(one -> SENT.contains(one.nodeName()))
        .toList();
  }
}
