package io.tidegate.lab.script;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;

/** Modules of CommonJS, and how ES modules import them. Any thread. */
final class CommonJs {

  private static final Pattern EXPORTED = Pattern.compile("\\bexports\\.([A-Za-z_$][\\w$]*)\\s*=");

  private final Engine engine;
  private final Map<String, Boolean> known = new ConcurrentHashMap<>();

  CommonJs(Engine engine) {
    this.engine = engine;
  }

  /** Whether a text is one: it can be read as a script, which ES modules cannot. */
  boolean is(String text) {
    return known.computeIfAbsent(text, this::parses);
  }

  private boolean parses(String text) {
    try (Context context = Context.newBuilder("js").engine(engine).build()) {
      context.parse(source(text, "common"));
      return true;
    } catch (PolyglotException _) {
      return false;
    }
  }

  /** As a function of {@code module}, {@code exports} and {@code require}. */
  static Source source(String text, String name) {
    String function = "(function (module, exports, require) {" + text + "\n})";
    return Source.newBuilder("js", function, name).buildLiteral();
  }

  /** An ES module that exports what the one with this id and text does. */
  static String asModule(String id, String text) {
    Matcher found = EXPORTED.matcher(text);
    String names =
        found
            .results()
            .map(one -> one.group(1))
            .filter(name -> !name.equals("default"))
            .distinct()
            .map(CommonJs::member)
            .collect(Collectors.joining());
    return """
    const all = globalThis.require('%s');
    export default all.__esModule && 'default' in all ? all.default : all;
    %s\
    """
        .formatted(id.replace("\\", "\\\\").replace("'", "\\'"), names);
  }

  /** One more name that such a module exports. */
  static String member(String name) {
    return "const own_%1$s = all.%1$s;\nexport { own_%1$s as %1$s };\n".formatted(name);
  }
}
