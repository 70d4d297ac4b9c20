package io.tidegate.lab.script.host;

import io.tidegate.lab.options.Durations;
import io.tidegate.lab.options.OptionException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Values of one context, to Java and back. Confined to the user's thread. */
public final class JsValues {

  /** Name of the source in which errors are made; its frames are of no use to a script's author. */
  public static final String SOURCE = "k6/internal/errors";

  private static final int DEPTH_MAX = 64;

  /** Scripts that look at the names of errors know k6's. */
  private static final String ERRORS =
      """
      (() => {
        class GoError extends Error {}
        Object.defineProperty(GoError.prototype, 'name', { value: 'GoError' });
        return text => new GoError(text);
      })()
      """;

  private final Value newBuffer;
  private final Value newError;
  private final Value keys;

  /** Those of a context. */
  public JsValues(Context context) {
    newBuffer = context.eval("js", "(bytes) => new ArrayBuffer(bytes)");
    newError = context.eval(Source.newBuilder("js", ERRORS, SOURCE).buildLiteral());
    keys = context.eval("js", "(object) => Object.keys(object)");
  }

  /** An ArrayBuffer with these bytes. */
  public Value buffer(byte[] bytes) {
    Value buffer = newBuffer.execute(bytes.length);
    int at = 0;
    java.nio.ByteBuffer from = java.nio.ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (; at + 8 <= bytes.length; at += 8)
      buffer.writeBufferLong(ByteOrder.LITTLE_ENDIAN, at, from.getLong(at));
    for (; at < bytes.length; at++) buffer.writeBufferByte(at, bytes[at]);
    return buffer;
  }

  /** An error as k6 throws it, whose name is {@code GoError}. */
  public Value error(String message) {
    return newError.execute(message);
  }

  /** The bytes of a text, an ArrayBuffer, or a view on one. */
  public static byte[] bytes(Value value) {
    if (value.isString()) return value.asString().getBytes(StandardCharsets.UTF_8);
    if (value.hasBufferElements()) {
      byte[] bytes = new byte[Math.toIntExact(value.getBufferSize())];
      value.readBuffer(0, bytes, 0, bytes.length);
      return bytes;
    }
    if (value.hasArrayElements()) {
      byte[] bytes = new byte[Math.toIntExact(value.getArraySize())];
      for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) value.getArrayElement(i).asInt();
      return bytes;
    }
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A time as k6 writes it, ms.
   *
   * @throws IllegalArgumentException if it is none
   */
  public double durationMs(String text) {
    try {
      return Durations.of("timeout", text).toNanos() / 1e6;
    } catch (OptionException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** As texts, numbers, truth values, lists and maps; null for what is none of these. */
  public @Nullable Object plain(Value value) {
    return plain(value, DEPTH_MAX);
  }

  private @Nullable Object plain(Value value, int depth) {
    if (value.isNull() || depth == 0) return null;
    if (value.isString()) return value.asString();
    if (value.isBoolean()) return value.asBoolean();
    if (value.isNumber()) return value.asDouble();
    if (value.canExecute()) return null;
    if (value.hasArrayElements()) {
      List<Object> list = new ArrayList<>();
      for (long i = 0; i < value.getArraySize(); i++) {
        Object one = plain(value.getArrayElement(i), depth - 1);
        if (one != null) list.add(one);
      }
      return list;
    }
    return map(value, depth);
  }

  private Map<String, Object> map(Value value, int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    Value names = keys.execute(value);
    for (long i = 0; i < names.getArraySize(); i++) {
      String name = names.getArrayElement(i).asString();
      Object one = plain(value.getMember(name), depth - 1);
      if (one != null) map.put(name, one);
    }
    return map;
  }

  /** An object as a map; empty for anything else. */
  public Map<String, Object> plainMap(@Nullable Value value) {
    return value != null && value.hasMembers() && !value.hasArrayElements()
        ? map(value, DEPTH_MAX)
        : Map.of();
  }
}
