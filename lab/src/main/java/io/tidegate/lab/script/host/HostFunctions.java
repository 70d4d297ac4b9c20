package io.tidegate.lab.script.host;

import java.util.HashMap;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/** What the modules of one user can call in Java, by name. Filled once, then read. */
public final class HostFunctions {

  private final Map<String, Object> all = new HashMap<>();
  private final JsValues values;

  /** None yet. */
  public HostFunctions(JsValues values) {
    this.values = values;
  }

  /** A function. What it refuses, a script can catch as an error of its own. */
  public void put(String name, ProxyExecutable function) {
    ProxyExecutable catchable =
        arguments -> {
          try {
            return function.execute(arguments);
          } catch (IllegalArgumentException | IllegalStateException e) {
            throw values.error(String.valueOf(e.getMessage())).throwException();
          } catch (ClassCastException
              | NullPointerException
              | UnsupportedOperationException
              | IndexOutOfBoundsException
              | NegativeArraySizeException
              | ArithmeticException _) {
            throw values.error(name + ": a value is not of the type it must be").throwException();
          }
        };
    all.put(name, catchable);
  }

  /** All of them, as an object of JavaScript. */
  public ProxyObject proxy() {
    return ProxyObject.fromMap(all);
  }

  /** An argument that may be missing, null or undefined; null then. */
  public static @Nullable Value optional(Value[] arguments, int index) {
    return index >= arguments.length || arguments[index].isNull() ? null : arguments[index];
  }

  /** A text that may be missing. */
  public static @Nullable String optionalText(Value[] arguments, int index) {
    Value value = optional(arguments, index);
    return value == null ? null : value.asString();
  }
}
