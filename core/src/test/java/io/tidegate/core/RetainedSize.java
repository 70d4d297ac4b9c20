package io.tidegate.core;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts memory without a heap dump, for tests of what does not grow. */
final class RetainedSize {

  private static final Map<Class<?>, Integer> BYTES =
      Map.of(long.class, 8, int.class, 4, boolean.class, 1, byte.class, 1, double.class, 8);

  private RetainedSize() {}

  /** Bytes in the primitive arrays that are reachable through fields of our own classes. */
  static long arrayBytes(Object root) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>();
    open.add(root);
    long bytes = 0;
    while (!open.isEmpty()) {
      Object at = open.remove();
      if (!seen.add(at)) continue;
      Class<?> type = at.getClass();
      if (type.isArray() && type.getComponentType().isPrimitive())
        bytes += (long) Array.getLength(at) * BYTES.getOrDefault(type.getComponentType(), 8);
      else if (type.isArray()) for (Object part : (Object[]) at) add(open, part);
      else if (type.getName().startsWith("io.tidegate")) fields(at, open);
    }
    return bytes;
  }

  private static void fields(Object of, Deque<Object> open) {
    for (Field field : of.getClass().getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) continue;
      field.setAccessible(true);
      try {
        add(open, field.get(of));
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static void add(Deque<Object> open, @Nullable Object part) {
    if (part != null) open.add(part);
  }
}
