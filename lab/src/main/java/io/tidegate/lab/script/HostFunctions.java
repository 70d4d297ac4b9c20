package io.tidegate.lab.script;

import java.util.HashMap;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/** What the modules of one user can call in Java, by name. Filled once, then read. */
final class HostFunctions {

  private final Map<String, Object> all = new HashMap<>();

  /** A function. */
  void put(String name, ProxyExecutable function) {
    all.put(name, function);
  }

  ProxyObject proxy() {
    return ProxyObject.fromMap(all);
  }

  /** An argument that may be missing, null or undefined; null then. */
  static @Nullable Value optional(Value[] arguments, int index) {
    return index >= arguments.length || arguments[index].isNull() ? null : arguments[index];
  }

  /** A text that may be missing. */
  static @Nullable String optionalText(Value[] arguments, int index) {
    Value value = optional(arguments, index);
    return value == null ? null : value.asString();
  }
}
