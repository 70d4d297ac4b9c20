package io.tidegate.lab.script.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/** What the modules of one user can call in Java, by name. Confined to the user's thread. */
public final class HostFunctions {

  private final Map<String, Object> all = new HashMap<>();
  private final Deque<Consumer<HostFunctions>> groups = new ArrayDeque<>();
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

  /** More, put here when one is asked for that is not: most users need few, and have their own. */
  public void later(Consumer<HostFunctions> group) {
    groups.add(group);
  }

  private @Nullable Object find(String name) {
    Object found = all.get(name);
    while (found == null && !groups.isEmpty()) {
      groups.removeFirst().accept(this);
      found = all.get(name);
    }
    return found;
  }

  /** All of them, as an object of JavaScript. */
  public ProxyObject proxy() {
    return new ProxyObject() {
      @Override
      public @Nullable Object getMember(String name) {
        return find(name);
      }

      @Override
      public boolean hasMember(String name) {
        return find(name) != null;
      }

      @Override
      public Object getMemberKeys() {
        return ProxyArray.fromList(List.copyOf(all.keySet()));
      }

      @Override
      public void putMember(String name, Value value) {
        throw new UnsupportedOperationException(name);
      }
    };
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
