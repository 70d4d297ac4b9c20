package io.tidegate.lab.script.html;

import io.tidegate.lab.script.host.HostFunctions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector.SelectorParseException;
import org.jspecify.annotations.Nullable;

/** Pages, selections and single nodes for {@code k6/html}. Confined to the user's thread. */
public final class HtmlHost {

  private static final int SELECTORS_KEPT = 500;
  private static final Evaluator NOTHING = new Nothing();

  private final Map<String, Evaluator> selectors = new HashMap<>();

  /** Adds its functions. */
  public void addTo(HostFunctions host) {
    host.put("htmlParse", a -> Nodes.of(Stream.of(Jsoup.parse(a[0].asString()))));
    host.put("htmlMove", this::move);
    host.put("htmlUntil", this::until);
    host.put("htmlSlice", a -> nodes(a[0]).slice(a[1].asInt(), a[2].asInt()));
    host.put("htmlSize", a -> nodes(a[0]).list().size());
    host.put("htmlIs", a -> nodes(a[0]).list().stream().anyMatch(test(a[1])));
    host.put("htmlIndex", this::index);
    host.put("htmlText", a -> nodes(a[0]).text());
    host.put("htmlInner", a -> inner(nodes(a[0]).first()));
    host.put("htmlAttribute", a -> attribute(nodes(a[0]).first(), a[1].asString()));
    host.put("htmlAttributes", a -> attributes(nodes(a[0]).first()));
    host.put("htmlValue", a -> Controls.value(nodes(a[0]).first()));
    host.put("htmlSent", a -> ProxyArray.fromList(Controls.sent(nodes(a[0]))));
    host.put("htmlName", a -> nodes(a[0]).list().getFirst().nodeName());
    host.put("htmlOwn", a -> own(nodes(a[0]).list().getFirst()));
    host.put("htmlNear", a -> near(nodes(a[0]).list().getFirst(), a[1].asString()));
    host.put("htmlSame", a -> nodes(a[0]).equals(nodes(a[1])));
    host.put("htmlEqual", a -> outer(a[0]).equals(outer(a[1])));
  }

  private static Nodes nodes(Value handle) {
    return handle.asHostObject();
  }

  private static String outer(Value handle) {
    return Markup.outer(nodes(handle).list().getFirst());
  }

  // ---- which nodes are meant ----

  /** Null is all, a text a selector, and nodes are those themselves. */
  private Predicate<Node> test(Value wanted) {
    if (wanted.isNull()) return _ -> true;
    if (!wanted.isString()) return nodes(wanted).list()::contains;
    Evaluator evaluator = evaluator(wanted.asString());
    return node ->
        Nodes.isElement(node) && evaluator.matches((Element) node.root(), (Element) node);
  }

  private Evaluator evaluator(String selector) {
    if (selectors.size() >= SELECTORS_KEPT) selectors.clear();
    return selectors.computeIfAbsent(selector, HtmlHost::parsed);
  }

  /** What is no selector matches nothing, as in k6. */
  private static Evaluator parsed(String selector) {
    String known =
        selector
            .replace(":checked", ":is(input[checked],option[selected])")
            .replace(":selected", ":is(option[selected])")
            .replace(":disabled", "[disabled]")
            .replace(":enabled", ":not([disabled])")
            .replace(":input", ":is(input,select,textarea,button)");
    try {
      return QueryParser.parse(known);
    } catch (SelectorParseException | IllegalArgumentException _) {
      return NOTHING;
    }
  }

  private static final class Nothing extends Evaluator {
    @Override
    public boolean matches(Element root, Element element) {
      return false;
    }
  }

  // ---- from nodes to nodes ----

  private Object move(Value[] a) {
    Nodes from = nodes(a[0]);
    Predicate<Node> wanted = test(a[2]);
    return switch (a[1].asString()) {
      case "find" -> from.toward(Nodes::below, wanted);
      case "filter" -> from.where(wanted);
      case "not" -> from.where(wanted.negate());
      case "has" -> from.where(node -> Nodes.below(node).anyMatch(wanted));
      case "add" -> Nodes.of(Stream.concat(from.list().stream(), added(from, a[2], wanted)));
      case "children" -> from.toward(Nodes::children, wanted);
      case "contents" -> from.toward(node -> node.childNodes().stream(), wanted);
      case "parent" -> from.toward(node -> Nodes.parents(node).limit(1), wanted);
      case "parents" -> from.toward(Nodes::parents, wanted);
      case "closest" -> from.toward(node -> closest(node).filter(wanted).limit(1), _ -> true);
      case "siblings" -> from.toward(Nodes::siblings, wanted);
      case "next" -> from.toward(node -> Nodes.next(node).limit(1), wanted);
      case "nextAll" -> from.toward(Nodes::next, wanted);
      case "prev" -> from.toward(node -> Nodes.previous(node).limit(1), wanted);
      case "prevAll" -> from.toward(Nodes::previous, wanted);
      default -> throw new IllegalArgumentException(a[1].asString());
    };
  }

  private static Stream<Node> closest(Node node) {
    return Stream.concat(Stream.of(node), Nodes.parents(node));
  }

  private static Stream<Node> added(Nodes to, Value what, Predicate<Node> wanted) {
    if (!what.isString()) return nodes(what).list().stream();
    Node first = to.first();
    return first == null ? Stream.empty() : Nodes.below(first.root()).filter(wanted);
  }

  private Object until(Value[] a) {
    Predicate<Node> on = a[2].isNull() ? _ -> true : test(a[2]).negate();
    Function<Node, Stream<Node>> direction =
        switch (a[1].asString()) {
          case "next" -> Nodes::next;
          case "prev" -> Nodes::previous;
          default -> Nodes::parents;
        };
    return nodes(a[0]).toward(node -> direction.apply(node).takeWhile(on), test(a[3]));
  }

  private Object index(Value[] a) {
    Nodes from = nodes(a[0]);
    Node first = from.first();
    if (first == null) return -1;
    if (a[1].isNull()) return (int) Nodes.previous(first).count();
    if (a[1].isString())
      return Nodes.below(first.root()).filter(test(a[1])).toList().indexOf(first);
    Node wanted = nodes(a[1]).first();
    return wanted == null ? -1 : from.list().indexOf(wanted);
  }

  // ---- of one node ----

  private static @Nullable Object inner(@Nullable Node node) {
    return node == null ? null : Markup.inner(node);
  }

  private static @Nullable Object attribute(@Nullable Node node, String name) {
    return node != null && node.hasAttr(name) ? node.attr(name) : null;
  }

  private static Object attributes(@Nullable Node node) {
    List<Object> pairs = new ArrayList<>();
    if (node != null) {
      for (Attribute attribute : node.attributes()) {
        pairs.add(attribute.getKey());
        pairs.add(attribute.getValue());
      }
    }
    return ProxyArray.fromList(pairs);
  }

  private static @Nullable Object own(Node node) {
    if (node instanceof Comment comment) return comment.getData();
    return node.nodeName().equals("#text") || node.nodeName().equals("#data")
        ? Markup.own(node)
        : null;
  }

  /** A node beside, above or below; null without one. */
  private static @Nullable Object near(Node node, String where) {
    Node near =
        switch (where) {
          case "firstChild" -> node.childNodeSize() == 0 ? null : node.childNode(0);
          case "lastChild" ->
              node.childNodeSize() == 0 ? null : node.childNode(node.childNodeSize() - 1);
          case "nextSibling" -> node.nextSibling();
          case "previousSibling" -> node.previousSibling();
          case "parentNode" -> node.parent();
          case "ownerDocument" -> node.ownerDocument();
          default -> throw new IllegalArgumentException(where);
        };
    return near == null ? null : Nodes.of(Stream.of(near));
  }
}
