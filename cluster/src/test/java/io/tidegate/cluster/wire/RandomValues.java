package io.tidegate.cluster.wire;

import io.tidegate.store.log.LogPosition;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of the protocol of every kind there is, found by their types and filled by a seed. */
public final class RandomValues {

  private static final String[] TEXTS = {
    "", "a", "Sale 1", "Ä€한🎫", "x".repeat(4_096), "€".repeat(900)
  };

  private final SplittableRandom random;

  /** With this seed. */
  public RandomValues(long seed) {
    random = new SplittableRandom(seed);
  }

  /** All records below a sealed type. */
  public static List<Class<?>> kinds(Class<?> sealed) {
    List<Class<?>> found = new ArrayList<>();
    collect(sealed, found);
    return found;
  }

  private static void collect(Class<?> type, List<Class<?>> found) {
    if (type.isRecord() && !found.contains(type)) found.add(type);
    if (type.isSealed()) for (Class<?> below : type.getPermittedSubclasses()) collect(below, found);
  }

  /** One of that kind. */
  public Object of(Class<?> kind) {
    if (kind == LogPosition.class) return position();
    if (kind == Frame.Member.class)
      return new Frame.Member(
          new UUID(random.nextLong(), random.nextLong()),
          random.nextBoolean() ? "a" : "한".repeat(Frame.NAME_CHARS_MAX),
          random.nextBoolean() ? "" : "a".repeat(Frame.ADDRESS_CHARS_MAX),
          random.nextBoolean() ? Frame.Kind.GATE : Frame.Kind.INSTANCE);
    RecordComponent[] components = kind.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = Arrays.stream(components).map(this::value).toArray();
    try {
      var constructor = kind.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(kind + ": " + e.getMessage(), e);
    }
  }

  private @Nullable Object value(RecordComponent component) {
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    if (nullable && random.nextInt(3) == 0) return null;
    if (component.getName().equals("log")) return random.nextBoolean() ? "" : hex(16);
    if (component.getName().equals("why") && component.getDeclaringRecord() == Frame.Refused.class)
      return TEXTS[random.nextInt(4)];
    return value(component.getGenericType());
  }

  private Object value(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class)
      return list(list.getActualTypeArguments()[0]);
    Class<?> plain = (Class<?>) (type instanceof ParameterizedType p ? p.getRawType() : type);
    if (plain == long.class || plain == Long.class) return number();
    if (plain == int.class || plain == Integer.class) return (int) number() & Integer.MAX_VALUE;
    if (plain == boolean.class) return random.nextBoolean();
    if (plain == double.class) return random.nextInt(1_000_000) / 8.0;
    if (plain == String.class) return TEXTS[random.nextInt(TEXTS.length)];
    if (plain == UUID.class) return new UUID(random.nextLong(), random.nextLong());
    if (plain == long[].class) return random.longs(random.nextInt(40), 0, Long.MAX_VALUE).toArray();
    if (plain == byte[].class) return bytes(random.nextInt(1, 300));
    if (plain.isEnum())
      return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
    if (plain.isSealed()) {
      List<Class<?>> kinds = kinds(plain);
      return of(kinds.get(random.nextInt(kinds.size())));
    }
    if (plain.isRecord()) return of(plain);
    throw new AssertionError("a field of type " + type);
  }

  private List<Object> list(Type of) {
    List<Object> values = new ArrayList<>();
    for (int i = random.nextInt(1, 8); i > 0; i--) values.add(value(of));
    return values;
  }

  private long number() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextLong(3);
      case 1 -> Long.MAX_VALUE - random.nextLong(2);
      default -> random.nextLong() >>> random.nextInt(1, 63);
    };
  }

  private LogPosition position() {
    return new LogPosition(number(), number(), hex(32));
  }

  private String hex(int bytes) {
    return HexFormat.of().formatHex(bytes(bytes));
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** How a codec writes. */
  interface Writing {
    void write(Object value, ByteBuffer out);
  }

  /** How a codec reads. */
  interface Reading {
    Object read(ByteBuffer in) throws WireFormatException;
  }
}
