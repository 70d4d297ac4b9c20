package io.tidegate.lab.script.html;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of a page, in the order in which they were found, each once. jsoup's nodes are equal only
 * to themselves.
 */
record Nodes(List<Node> list) {

  Nodes {
    list = List.copyOf(list);
  }

  static Nodes of(Stream<? extends Node> found) {
    return new Nodes(found.<Node>map(one -> one).distinct().toList());
  }

  /** What lies in a direction of each. */
  Nodes toward(Function<Node, Stream<? extends Node>> direction, Predicate<Node> wanted) {
    return of(list.stream().flatMap(direction).filter(wanted));
  }

  Nodes where(Predicate<Node> wanted) {
    return of(list.stream().filter(wanted));
  }

  @Nullable Node first() {
    return list.isEmpty() ? null : list.getFirst();
  }

  static boolean isElement(Node node) {
    return node instanceof Element && !node.nodeName().startsWith("#");
  }

  static Stream<Node> below(Node node) {
    return node.nodeStream().filter(one -> !one.equals(node));
  }

  static Stream<Node> children(Node node) {
    return node.childNodes().stream().filter(Nodes::isElement);
  }

  /** From the nearest to the root's element. */
  static Stream<Node> parents(Node node) {
    return chain(node, Node::parent);
  }

  static Stream<Node> next(Node node) {
    return chain(node, Node::nextSibling);
  }

  /** The nearest first. */
  static Stream<Node> previous(Node node) {
    return chain(node, Node::previousSibling);
  }

  /** All elements that lie behind each other in a direction. */
  private static Stream<Node> chain(Node node, Function<Node, @Nullable Node> step) {
    List<Node> chain = new ArrayList<>();
    for (Node one = step.apply(node); one != null; one = step.apply(one))
      if (isElement(one)) chain.add(one);
    return chain.stream();
  }

  static Stream<Node> siblings(Node node) {
    Node parent = node.parent();
    return parent == null ? Stream.empty() : children(parent).filter(one -> !one.equals(node));
  }

  /** The texts in it, as they stand. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Node one : list) one.nodeStream().forEach(node -> text.append(Markup.own(node)));
    return text.toString();
  }

  /** From one position to before another; as in JavaScript, negative ones count from the end. */
  Nodes slice(int from, int to) {
    int first = Math.clamp(from < 0 ? from + list.size() : from, 0, list.size());
    int end = Math.clamp(to < 0 ? to + list.size() : to, 0, list.size());
    return first >= end ? new Nodes(Collections.emptyList()) : new Nodes(list.subList(first, end));
  }
}
