package io.tidegate.store.codec;

import io.tidegate.core.Event;
import io.tidegate.core.IdempotencyKey;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** An event of every kind there is, found by its type and filled by a seed. */
final class RandomEvents {

  private static final String[] TEXTS = {"", "a", "Sale 1", "Ä€한🎫", "x".repeat(4_096)};

  private RandomEvents() {}

  /** All records that are events. */
  static List<Class<?>> kinds() {
    List<Class<?>> found = new ArrayList<>();
    collect(Event.class, found);
    return found;
  }

  private static void collect(Class<?> type, List<Class<?>> found) {
    if (type.isRecord() && !found.contains(type)) found.add(type);
    if (type.isSealed()) for (Class<?> below : type.getPermittedSubclasses()) collect(below, found);
  }

  static Event of(Class<?> kind, SplittableRandom random) {
    return (Event) record(kind, random);
  }

  private static Object record(Class<?> kind, SplittableRandom random) {
    RecordComponent[] components = kind.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = Arrays.stream(types).map(type -> value(type, random)).toArray();
    try {
      return kind.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static @Nullable Object value(Class<?> type, SplittableRandom random) {
    if (type == long.class) return number(random);
    if (type == int.class) return (int) number(random) & Integer.MAX_VALUE;
    if (type == String.class) return TEXTS[random.nextInt(TEXTS.length)];
    if (type == IdempotencyKey.class) return random.nextBoolean() ? null : key(random);
    if (type == long[].class) return random.longs(random.nextInt(40), 0, Long.MAX_VALUE).toArray();
    if (type.isEnum())
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    if (type.isRecord()) return record(type, random);
    throw new AssertionError("an event has a field of type " + type);
  }

  private static long number(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextLong(3);
      case 1 -> Long.MAX_VALUE - random.nextLong(2);
      default -> random.nextLong() >>> random.nextInt(1, 63);
    };
  }

  static IdempotencyKey key(SplittableRandom random) {
    return new IdempotencyKey(random.nextLong(), random.nextLong(), random.nextLong());
  }
}
