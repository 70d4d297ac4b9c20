package io.tidegate.lab.script;

import io.tidegate.http.json.JsonWriter;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.script.host.JsValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Options as JSON, read as scripts would read it. */
public final class JsonTree {

  private JsonTree() {}

  /**
   * The tree that a text is.
   *
   * @throws ScriptException if it is no JSON, or no object
   */
  public static OptionTree parse(String text) throws ScriptException {
    try (Context context =
        Context.newBuilder("js").option("engine.WarnInterpreterOnly", "false").build()) {
      JsValues values = new JsValues(context);
      context.getBindings("js").putMember("text", text);
      Value value = context.eval("js", "JSON.parse(text)");
      if (!value.hasMembers() || value.hasArrayElements())
        throw new ScriptException("it is no object");
      return new OptionTree("", values.plainMap(value));
    } catch (PolyglotException e) {
      throw new ScriptException(String.valueOf(e.getMessage()));
    }
  }

  /** A tree as text. */
  public static String text(OptionTree tree) {
    JsonWriter json = new JsonWriter(512);
    write(json, tree.values());
    return new String(json.toBytes(), StandardCharsets.UTF_8);
  }

  private static void write(JsonWriter json, @Nullable Object value) {
    switch (value) {
      case null -> json.nullValue();
      case Map<?, ?> map -> {
        json.beginObject();
        map.forEach((name, one) -> write(json.anyName(String.valueOf(name)), one));
        json.endObject();
      }
      case List<?> list -> {
        json.beginArray();
        list.forEach(one -> write(json, one));
        json.endArray();
      }
      case Boolean truth -> json.value(truth);
      case Number number -> json.value(number.doubleValue());
      default -> json.value(String.valueOf(value));
    }
  }
}
