package io.tidegate.cluster.wire;

import io.tidegate.store.log.LogPosition;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * One value of each kind whose fields count up, with nothing left out: what pinned bytes are the
 * bytes of. The same at every run.
 */
final class PlainValues {

  private int next;

  Object of(Class<?> kind) {
    if (kind == LogPosition.class)
      return new LogPosition(++next, ++next, "%064x".formatted(++next));
    RecordComponent[] components = kind.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values =
        Arrays.stream(components)
            .map(component ->
                component.getName().equals("log")
                    ? "%032x".formatted(++next)
                    : value(component.getGenericType()))
            .toArray();
    try {
      var constructor = kind.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(kind + ": " + e.getMessage(), e);
    }
  }

  private Object value(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class)
      return List.of(value(list.getActualTypeArguments()[0]));
    Class<?> plain = (Class<?>) (type instanceof ParameterizedType p ? p.getRawType() : type);
    next++;
    if (plain == long.class || plain == Long.class) return (long) next;
    if (plain == int.class || plain == Integer.class) return next;
    if (plain == boolean.class) return true;
    if (plain == double.class) return next / 4.0;
    if (plain == String.class) return "t" + next;
    if (plain == UUID.class) return new UUID(next, next);
    if (plain == long[].class) return new long[] {next, next + 1};
    if (plain == byte[].class) return new byte[] {(byte) next};
    if (plain.isEnum()) return plain.getEnumConstants()[plain.getEnumConstants().length - 1];
    if (plain.isSealed()) return of(RandomValues.kinds(plain).getFirst());
    if (plain.isRecord()) return of(plain);
    throw new AssertionError("a field of type " + type);
  }
}
