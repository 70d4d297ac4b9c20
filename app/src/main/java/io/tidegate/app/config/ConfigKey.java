package io.tidegate.app.config;

import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A key of the configuration: a component of a configuration record, with its names in the file, in
 * variables and in options.
 *
 * @param name in the file, with its section: {@code http.max-connections}
 */
record ConfigKey(String name, RecordComponent component) {
  /** What every variable of the configuration begins with. */
  static final String PREFIX = "TIDEGATE_";

  /** In the environment: {@code TIDEGATE_HTTP_MAX_CONNECTIONS}. */
  String variable() {
    return PREFIX + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** On the command line, such as {@code --port}; null where there is none. */
  @Nullable String option() {
    Option option = component.getAnnotation(Option.class);
    return option == null ? null : option.value();
  }

  boolean isList() {
    return component.getType() == List.class;
  }

  /**
   * The value that a text means; a list's items are separated by commas.
   *
   * @throws IllegalArgumentException if it means none, or one out of bounds; the message goes on
   *     after the key's name
   */
  Object parse(String text) {
    if (isList()) return parse(text.isBlank() ? List.of() : List.of(text.split(",", -1)));
    try {
      Object value = read(text.strip());
      if (allows(value)) return value;
    } catch (ArithmeticException | IllegalArgumentException _) {
      // Whatever the reason: what helps is to say what would have been right.
    }
    throw new IllegalArgumentException(refusal(text));
  }

  /**
   * The list that these texts mean.
   *
   * @throws IllegalArgumentException as {@link #parse(String)}, also if the key takes no list
   */
  List<String> parse(List<String> texts) {
    if (!isList()) throw new IllegalArgumentException("must be " + expected() + ", not a list");
    List<String> items = texts.stream().map(String::strip).toList();
    for (String item : items) {
      if (!allows(List.of(item))) throw new IllegalArgumentException(refusal(item));
    }
    return items;
  }

  private Object read(String text) {
    Class<?> type = component.getType();
    if (type == boolean.class) return flag(text);
    if (type == int.class) return Math.toIntExact(unit().parse(text));
    if (type == long.class) return unit().parse(text);
    if (type == Path.class) return Path.of(text);
    if (type.isEnum()) return choice(text);
    return text;
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private Object choice(String text) {
    for (Object choice : component.getType().getEnumConstants()) {
      if (show(choice).equals(text)) return choice;
    }
    throw new IllegalArgumentException(text);
  }

  /** Whether a value, which has the component's type, is within its bounds. */
  boolean allows(Object value) {
    return switch (value) {
      case Number number -> within(range(), number.longValue());
      case String text -> text.matches(form().pattern());
      case List<?> list ->
          list.stream().allMatch(item -> Pattern.matches(form().pattern(), (String) item));
      case Path path -> !path.toString().isBlank();
      default -> true;
    };
  }

  private static boolean within(Range range, long value) {
    return range.min() <= value && value <= range.max() && value % range.step() == 0;
  }

  /** The value that this key has there. */
  Object in(Config config) {
    Class<?> owner = component.getDeclaringRecord();
    for (RecordComponent section : Config.class.getRecordComponents()) {
      if (section.getType() == owner)
        return RecordReflection.value((Record) RecordReflection.value(config, section), component);
    }
    return RecordReflection.value(config, component);
  }

  /** What is wrong with a value that is not allowed. */
  String refusal(Object value) {
    return "must be "
        + expected()
        + ", not "
        + (value instanceof String text ? "\"" + text + "\"" : show(value));
  }

  /** What may be set, in words. */
  String expected() {
    Class<?> type = component.getType();
    if (type == boolean.class) return "true or false";
    if (type == Path.class) return "a path";
    if (type.isEnum())
      return Arrays.stream(type.getEnumConstants())
          .map(this::show)
          .collect(Collectors.joining(" or "));
    if (type.isPrimitive())
      return unit().words()
          + " in ["
          + unit().show(range().min())
          + ", "
          + unit().show(range().max())
          + "]"
          + (range().step() == 1 ? "" : ", a multiple of " + unit().show(range().step()));
    return form().words();
  }

  /** A value as it would be written in the file. */
  String show(Object value) {
    return switch (value) {
      case Number number -> unit().show(number.longValue());
      case Enum<?> choice -> choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
      default -> value.toString();
    };
  }

  String doc() {
    return annotation(Doc.class).value();
  }

  private NumberUnit unit() {
    return NumberUnit.of(component.getName());
  }

  private Range range() {
    return annotation(Range.class);
  }

  private Form form() {
    return annotation(Form.class);
  }

  private <A extends Annotation> A annotation(Class<A> type) {
    A annotation = component.getAnnotation(type);
    if (annotation == null)
      throw new IllegalStateException(name + " lacks @" + type.getSimpleName());
    return annotation;
  }
}
