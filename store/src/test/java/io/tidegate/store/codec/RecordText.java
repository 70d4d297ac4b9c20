package io.tidegate.store.codec;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A record as text, with the content of arrays: what two records that hold arrays are compared by.
 */
public final class RecordText {

  private RecordText() {}

  /** The text; equal texts are equal values. */
  public static String text(@Nullable Object value) {
    if (value == null) return "null";
    if (value instanceof long[] numbers) return Arrays.toString(numbers);
    if (value instanceof byte[] bytes) return Arrays.toString(bytes);
    if (value instanceof Iterable<?> many) {
      StringBuilder all = new StringBuilder("[");
      for (Object one : many) all.append(text(one)).append(' ');
      return all.append(']').toString();
    }
    return value.getClass().isRecord() ? ofRecord(value) : value.toString();
  }

  private static String ofRecord(Object value) {
    return value.getClass().getSimpleName()
        + Arrays.stream(value.getClass().getRecordComponents())
            .map(component -> component.getName() + '=' + text(read(value, component)))
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private static @Nullable Object read(Object value, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
