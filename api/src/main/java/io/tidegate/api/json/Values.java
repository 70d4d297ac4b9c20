package io.tidegate.api.json;

import org.jspecify.annotations.Nullable;

/** What a body held, each field checked. Not thread-safe. */
public final class Values {

  private final Shape shape;
  private final long[] numbers;
  private final @Nullable Object[] objects;
  private int seen;

  Values(Shape shape, int fields) {
    this.shape = shape;
    numbers = new long[fields];
    objects = new Object[fields];
  }

  /** Whether the field was there. */
  public boolean has(String name) {
    return seen(shape.index(name));
  }

  /**
   * The number, id or time of a field that must be there.
   *
   * @throws MalformedException if it was not
   */
  public long number(String name) {
    return numbers[needed(name)];
  }

  /** The number, id or time of a field, or what is to be taken without it. */
  public long number(String name, long otherwise) {
    int i = shape.index(name);
    return seen(i) ? numbers[i] : otherwise;
  }

  /** The number, id or time of a field, or null without it. */
  public @Nullable Long numberOrNull(String name) {
    int i = shape.index(name);
    return seen(i) ? (Long) numbers[i] : null;
  }

  /**
   * The text or word of a field that must be there.
   *
   * @throws MalformedException if it was not
   */
  public String text(String name) {
    return (String) object(needed(name));
  }

  /** The text or word of a field, or null without it. */
  public @Nullable String textOrNull(String name) {
    return (String) objects[shape.index(name)];
  }

  /**
   * The ids of a field that must be there.
   *
   * @throws MalformedException if they were not
   */
  public long[] ids(String name) {
    return (long[]) object(needed(name));
  }

  void number(int index, long value) {
    numbers[index] = value;
  }

  void object(int index, Object value) {
    objects[index] = value;
  }

  /** Notes that a field is there; false if it was already. */
  boolean see(int index) {
    boolean first = !seen(index);
    seen |= 1 << index;
    return first;
  }

  private boolean seen(int index) {
    return (seen & 1 << index) != 0;
  }

  private int needed(String name) {
    int i = shape.index(name);
    if (!seen(i)) throw MalformedException.of(name, "is missing");
    return i;
  }

  private Object object(int index) {
    Object object = objects[index];
    if (object == null) throw new IllegalStateException("a field that was seen has a value");
    return object;
  }
}
