package io.tidegate.lab.script;

import io.tidegate.lab.script.host.HostFunctions;
import io.tidegate.lab.script.host.JsValues;
import io.tidegate.lab.script.user.UserState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;

/** What {@code open} and {@code require} read. Confined to the user's thread. */
final class FilesHost {

  private final Context context;
  private final UserState state;
  private final Path folder;
  private final JsValues values;

  /** Modules that are read when something of them is wanted. */
  private final Map<String, Value> builtins = new HashMap<>();

  FilesHost(Context context, UserState state, Path folder, JsValues values) {
    this.context = context;
    this.state = state;
    this.folder = folder;
    this.values = values;
  }

  void addTo(HostFunctions host) {
    host.put("openText", a -> new String(bytes(a[0].asString()), StandardCharsets.UTF_8));
    host.put("openBytes", a -> values.buffer(bytes(a[0].asString())));
    host.put("find", a -> find(a[0].asString()));
    host.put("builtin", a -> builtin(a[0].asString()));
    host.put("wrapped", a -> wrapped(a[0].asString()));
  }

  private byte[] bytes(String name) {
    if (!state.isInit())
      throw new IllegalStateException("the \"open\" function is only available in the init stage");
    Path file = at(name);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("open " + file + ": no such file or directory", e);
    }
  }

  private Path at(String name) {
    return folder.resolve(name.startsWith("file://") ? name.substring(7) : name).normalize();
  }

  private Object find(String name) {
    if (!state.isInit())
      throw new IllegalStateException(
          "the \"require\" function is only available in the init stage");
    boolean builtin = name.equals("k6") || name.startsWith("k6/");
    return ProxyObject.fromMap(
        Map.of("id", builtin ? name : at(name).toString(), "builtin", builtin));
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

  /** The text of a CommonJS module, as a function of what it is given. */
  private Object wrapped(String id) {
    try {
      String text = Files.readString(Path.of(id));
      Source source =
          Source.newBuilder(
                  "js",
                  "(function (module, exports, require) {" + text + "\n})",
                  Path.of(id).toString())
              .build();
      return context.eval(source);
    } catch (IOException e) {
      throw new IllegalArgumentException("the module " + id + " cannot be read", e);
    }
  }
}
