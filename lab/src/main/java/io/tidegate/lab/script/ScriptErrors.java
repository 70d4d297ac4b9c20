package io.tidegate.lab.script;

import io.tidegate.lab.script.host.JsValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** What to tell of what a script threw. Pure. */
final class ScriptErrors {

  private static final int FRAMES_MAX = 10;

  /** The JVM's own words; what a script throws begins with the kind of its error. */
  private static final Set<String> OUT_OF_MEMORY =
      Set.of(
          "Java heap space", "GC overhead limit exceeded", "Requested array size exceeds VM limit");

  private ScriptErrors() {}

  /** What happened, and where in the script. */
  static String text(PolyglotException e) {
    String message = message(e);
    SourceSection at = e.getSourceLocation();
    if (e.isSyntaxError() && at != null) return message + "\n\tat " + place(at);
    List<String> lines = new ArrayList<>();
    lines.add(message);
    for (PolyglotException.StackFrame frame : e.getPolyglotStackTrace()) {
      SourceSection section = frame.getSourceLocation();
      if (!frame.isGuestFrame() || section == null || isOurs(section)) continue;
      if (lines.size() > FRAMES_MAX) break;
      String name = frame.getRootName();
      lines.add(
          "\tat " + (name == null || name.startsWith(":") ? "" : name + " ") + place(section));
    }
    return String.join("\n", lines);
  }

  /**
   * Goes on with what nobody can go on from.
   *
   * @throws OutOfMemoryError if the heap was full
   */
  static void throwIfOutOfMemory(PolyglotException e) {
    boolean inHost = e.isHostException() && e.asHostException() instanceof OutOfMemoryError;
    if (inHost || OUT_OF_MEMORY.contains(String.valueOf(e.getMessage())))
      throw new OutOfMemoryError(e.getMessage());
  }

  private static String message(PolyglotException e) {
    if (e.isHostException()) {
      Throwable host = e.asHostException();
      String own = host.getMessage();
      return "GoError: " + (own == null ? host.getClass().getSimpleName() : own);
    }
    return e.getMessage() == null ? "the script failed" : e.getMessage();
  }

  /** Whether a place is in a module of k6, or in none. */
  static boolean isOurs(@Nullable SourceSection section) {
    if (section == null) return true;
    String path = section.getSource().getPath();
    return section.getSource().getName().equals(JsValues.SOURCE)
        || (path != null && path.startsWith("/~k6/"));
  }

  /** The file of a place in a script. */
  static Path file(SourceSection section) {
    String path = section.getSource().getPath();
    return Path.of(path == null ? section.getSource().getName() : path);
  }

  private static String place(SourceSection section) {
    String path = section.getSource().getPath();
    String file = path == null ? section.getSource().getName() : "file://" + path;
    return file + ":" + section.getStartLine() + ":" + section.getStartColumn();
  }

  /** What a promise was rejected with, of which nobody took care. */
  static String thrown(Value value) {
    if (value.hasMember("stack") && value.getMember("stack").isString())
      return value.getMember("stack").asString();
    return value.toString();
  }
}
