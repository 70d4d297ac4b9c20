package io.tidegate.lab.script;

import java.util.regex.Pattern;

/** What is changed in the text of a script's module before it is read. Pure. */
final class OwnModule {

  /** k6 hands out all of a module by this, and no member {@code default}. */
  private static final Pattern NAMESPACE =
      Pattern.compile(
          "(\\bimport\\s*)\\*(\\s*)as(\\s+[\\w$]+\\s+from\\s*(['\"])k6(/(?!experimental/)[\\w/]+)?\\4)");

  private static final String RESOLVE = "import.meta.resolve";
  private static final String RESOLVES =
      "import __host from 'k6/internal/host';%s = name => __host.resolve(import.meta.url, `${name}`);"
          .formatted(RESOLVE);

  private OwnModule() {}

  /** The same with columns where they were, but for the first line of one that resolves names. */
  static String adapted(String text) {
    String whole = NAMESPACE.matcher(text).replaceAll("$1 $2  $3");
    return text.contains(RESOLVE) ? RESOLVES + whole : whole;
  }
}
