package io.tidegate.audit.json;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object, strictly by RFC 8259: UTF-8, no name twice, nothing behind the object. It
 * is not made for long documents: the caller bounds their size, this class bounds their depth.
 */
public final class JsonReader {
  private static final int DEPTH_MAX = 32;
  private static final int END = -1;

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * Its members in their order: strings, booleans, null, {@code Long} for whole numbers that fit
   * one, {@link BigDecimal} for other numbers, lists and maps.
   *
   * @throws MalformedJsonException if the bytes are anything else than one object
   */
  public static Map<String, @Nullable Object> object(byte[] utf8) throws MalformedJsonException {
    JsonReader reader = new JsonReader(decode(utf8));
    reader.skipSpace();
    Map<String, @Nullable Object> object = reader.object();
    reader.skipSpace();
    if (reader.at < reader.text.length()) throw reader.wrong("something behind the object");
    return object;
  }

  private static String decode(byte[] utf8) throws MalformedJsonException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedJsonException(0, "the text is not UTF-8");
    }
  }

  private @Nullable Object value() throws MalformedJsonException {
    return switch (peek()) {
      case '{' -> object();
      case '[' -> list();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object() throws MalformedJsonException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    open('{');
    if (close('}')) return members;
    do {
      skipSpace();
      String name = string();
      if (members.containsKey(name)) throw wrong("\"" + name + "\" is there already");
      skipSpace();
      take(':');
      skipSpace();
      members.put(name, value());
      skipSpace();
    } while (takes(','));
    end('}');
    return members;
  }

  private List<@Nullable Object> list() throws MalformedJsonException {
    List<@Nullable Object> values = new ArrayList<>();
    open('[');
    if (close(']')) return values;
    do {
      skipSpace();
      values.add(value());
      skipSpace();
    } while (takes(','));
    end(']');
    return values;
  }

  private void open(char bracket) throws MalformedJsonException {
    take(bracket);
    if (++depth > DEPTH_MAX) throw wrong("deeper than " + DEPTH_MAX);
  }

  /** Whether it ends at once. */
  private boolean close(char bracket) {
    skipSpace();
    boolean closes = takes(bracket);
    if (closes) depth--;
    return closes;
  }

  private void end(char bracket) throws MalformedJsonException {
    take(bracket);
    depth--;
  }

  private @Nullable Object word(String word, @Nullable Object value) throws MalformedJsonException {
    if (!text.startsWith(word, at)) throw wrong("neither a value nor " + word);
    at += word.length();
    return value;
  }

  private Number number() throws MalformedJsonException {
    int begin = at;
    takes('-');
    if (!takes('0')) digits();
    boolean whole = true;
    if (takes('.')) {
      whole = false;
      digits();
    }
    if (takes('e') || takes('E')) {
      whole = false;
      if (!takes('+')) takes('-');
      digits();
    }
    return number(text.substring(begin, at), whole);
  }

  private Number number(String digits, boolean whole) throws MalformedJsonException {
    try {
      BigDecimal number = new BigDecimal(digits);
      return whole && number.precision() < 19 ? (Number) number.longValueExact() : number;
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong("a number of no use");
    }
  }

  private void digits() throws MalformedJsonException {
    int begin = at;
    while (peek() >= '0' && peek() <= '9') at++;
    if (at == begin) throw wrong("no value begins like this");
  }

  private String string() throws MalformedJsonException {
    take('"');
    StringBuilder string = new StringBuilder();
    while (!takes('"')) {
      int c = peek();
      if (c == END) throw wrong("a string without an end");
      if (c < ' ') throw wrong("a control character in a string");
      at++;
      string.append(c == '\\' ? escaped() : (char) c);
    }
    return string.toString();
  }

  private char escaped() throws MalformedJsonException {
    int c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("an escape that there is not");
    };
  }

  private char unicode() throws MalformedJsonException {
    int value = 0;
    for (int i = 0; i < 4; i++, at++) {
      int digit = peek() == END ? END : Character.digit((char) peek(), 16);
      if (digit < 0 || peek() > 'f') throw wrong("four hexadecimal digits are missing");
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private boolean takes(char c) {
    boolean is = peek() == c;
    if (is) at++;
    return is;
  }

  private void take(char c) throws MalformedJsonException {
    if (!takes(c)) throw wrong("'" + c + "' is missing");
  }

  private void skipSpace() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') at++;
  }

  private MalformedJsonException wrong(String what) {
    return new MalformedJsonException(Math.min(at, text.length()), what);
  }
}
