package io.tidegate.lab.convert;

import java.util.ArrayList;
import java.util.List;

/**
 * What holds for the samplers at a place of a plan: elements beside them and above them, outermost
 * first.
 */
record JmxScope(
    List<JmxElement> defaults,
    List<JmxElement> headers,
    List<JmxElement> timers,
    List<JmxElement> assertions,
    List<JmxElement> extractors) {

  static final JmxScope EMPTY = new JmxScope(List.of(), List.of(), List.of(), List.of(), List.of());

  /** The scope below, with those that stand there. */
  JmxScope with(List<JmxElement> below) {
    return new JmxScope(
        more(defaults, below, "ConfigTestElement"),
        more(headers, below, "HeaderManager"),
        more(timers, below, "Timer"),
        more(assertions, below, "Assertion"),
        more(extractors, below, "PostProcessor", "Extractor"));
  }

  private static List<JmxElement> more(
      List<JmxElement> above, List<JmxElement> below, String... ends) {
    List<JmxElement> all = new ArrayList<>(above);
    for (JmxElement one : below)
      for (String end : ends) if (one.enabled() && one.type().endsWith(end)) all.add(one);
    return List.copyOf(all);
  }

  /** Whether an element is part of a scope, and nothing that runs. */
  static boolean isPart(JmxElement element) {
    String type = element.type();
    return type.equals("ConfigTestElement")
        || type.equals("HeaderManager")
        || type.endsWith("Timer")
        || type.endsWith("Assertion")
        || type.endsWith("PostProcessor")
        || type.endsWith("Extractor");
  }

  /** A property of a sampler, or of the defaults nearest to it. */
  String text(JmxElement sampler, String property) {
    String own = sampler.text(property);
    if (!own.isEmpty()) return own;
    for (JmxElement one : defaults.reversed()) {
      String text = one.text(property);
      if (!text.isEmpty()) return text;
    }
    return "";
  }
}
