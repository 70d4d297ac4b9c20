package io.tidegate.lab.script;

import io.tidegate.lab.script.host.HostFunctions;
import io.tidegate.lab.script.host.JsValues;
import io.tidegate.lab.script.user.UserState;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;

/** What {@code open} and {@code require} read. Confined to the user's thread. */
final class FilesHost {

  private final Context context;
  private final UserState state;
  private final Script script;
  private final JsValues values;

  /** Modules that are read when something of them is wanted. */
  private final Map<String, Value> builtins = new HashMap<>();

  FilesHost(Context context, UserState state, Script script, JsValues values) {
    this.context = context;
    this.state = state;
    this.script = script;
    this.values = values;
  }

  void addTo(HostFunctions host) {
    host.put("openText", a -> new String(bytes(a[0].asString()), StandardCharsets.UTF_8));
    host.put("openBytes", a -> values.buffer(bytes(a[0].asString())));
    host.put("find", a -> find(a[0].asString()));
    host.put("resolve", a -> script.files().resolve(a[0].asString(), a[1].asString()));
    host.put("builtin", a -> builtin(a[0].asString()));
    host.put("imported", a -> imported(a[0].asString()));
    host.put("wrapped", a -> wrapped(a[0].asString()));
  }

  private byte[] bytes(String name) {
    if (!state.isInit())
      throw new IllegalStateException("the \"open\" function is only available in the init stage");
    Path file = at(name);
    try {
      return script.files().bytes(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("open " + file + ": no such file or directory", e);
    }
  }

  /** A file as whoever asks for it names it: from where its own module lies. */
  Path at(String name) {
    if (name.startsWith("https://")) return script.files().parsePath(URI.create(name));
    Path file = Path.of(name.startsWith("file://") ? name.substring(7) : name);
    return file.isAbsolute() ? file.normalize() : caller().resolve(file).normalize();
  }

  /** The folder of the module that is running. */
  private Path caller() {
    try {
      throw values.error("").throwException();
    } catch (PolyglotException e) {
      for (PolyglotException.StackFrame frame : e.getPolyglotStackTrace())
        if (frame.isGuestFrame() && !ScriptErrors.isOurs(frame.getSourceLocation()))
          return ScriptErrors.file(frame.getSourceLocation()).resolveSibling("");
      return script.folder();
    }
  }

  private Object find(String name) {
    if (!state.isInit())
      throw new IllegalStateException(
          "the \"require\" function is only available in the init stage");
    if (name.equals("k6") || name.startsWith("k6/"))
      return ProxyObject.fromMap(Map.of("id", name, "isCommon", false));
    Path file = at(name);
    return ProxyObject.fromMap(
        Map.of("id", file.toString(), "isCommon", script.files().isCommonJs(file)));
  }

  private String text(Path file) {
    try {
      return script.files().text(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("the module " + file + " cannot be read", e);
    }
  }

  private Object builtin(String name) {
    Value known = builtins.get(name);
    if (known != null) return known;
    if (!ScriptFiles.isBuiltin(name)) throw new IllegalArgumentException(Modules.absent(name));
    Value module =
        context.eval(ModuleSource.of("import * as m from '" + name + "'; export { m };", name));
    Value names = module.getMember("m");
    Value exports = names.hasMember("default") ? names.getMember("default") : names;
    builtins.put(name, exports);
    return exports;
  }

  private Object imported(String id) {
    if (id.equals("k6") || id.startsWith("k6/")) return builtin(id);
    String path = id.replace("\\", "\\\\").replace("'", "\\'");
    return context
        .eval(ModuleSource.of("import * as m from '" + path + "'; export { m };", "imported"))
        .getMember("m");
  }

  /** A CommonJS module, as a function of what it is given. */
  private Object wrapped(String id) {
    return context.eval(CommonJs.source(text(Path.of(id)), id));
  }
}
