package io.tidegate.app.log;

import io.tidegate.http.json.JsonWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Formats a message and writes it, each line in one call, so that lines of several threads do not
 * mix.
 *
 * @param format of a line
 * @param least the lowest level that is written
 * @param out where the lines go
 */
public record ServiceLog(LogFormat format, LogLevel least, PrintStream out) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final int LEVEL_CHARS = "ERROR ".length();

  private static volatile ServiceLog inUse =
      new ServiceLog(LogFormat.TEXT, LogLevel.INFO, System.err);

  /** From now on, what any thread says goes here. */
  public static void use(ServiceLog log) {
    inUse = log;
  }

  static ServiceLog inUse() {
    return inUse;
  }

  void write(String logger, Level level, String message, @Nullable Throwable thrown) {
    Instant now = Instant.now();
    byte[] line =
        format == LogFormat.TEXT
            ? text(now, logger, level, message, thrown).getBytes(StandardCharsets.UTF_8)
            : json(now, logger, level, message, thrown);
    synchronized (out) {
      out.write(line, 0, line.length);
      out.flush();
    }
  }

  private static String text(
      Instant now, String logger, Level level, String message, @Nullable Throwable thrown) {
    StringBuilder line = new StringBuilder(160);
    line.append(TIME.format(now)).append(' ').append(level);
    line.append(" ".repeat(LEVEL_CHARS - level.name().length()))
        .append('[')
        .append(Thread.currentThread().getName())
        .append("] ");
    line.append(logger.substring(logger.lastIndexOf('.') + 1)).append(": ").append(message);
    line.append('\n');
    if (thrown != null) line.append(stack(thrown));
    return line.toString();
  }

  private static byte[] json(
      Instant now, String logger, Level level, String message, @Nullable Throwable thrown) {
    JsonWriter json = new JsonWriter(256).beginObject();
    json.member("time", TIME.format(now)).member("level", level.name());
    json.member("thread", Thread.currentThread().getName()).member("logger", logger);
    json.member("message", message);
    if (thrown != null) json.member("error", stack(thrown));
    byte[] object = json.endObject().toBytes();
    byte[] line = Arrays.copyOf(object, object.length + 1);
    line[object.length] = '\n';
    return line;
  }

  private static String stack(Throwable thrown) {
    StringWriter stack = new StringWriter();
    thrown.printStackTrace(new PrintWriter(stack));
    return stack.toString();
  }
}
