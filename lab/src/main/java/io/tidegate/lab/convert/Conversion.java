package io.tidegate.lab.convert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A script, and what of the plan is not in it.
 *
 * @param script for k6 and the lab
 * @param notes a line for each thing that was not turned, or that is not the same; they are in the
 *     script as comments too
 */
public record Conversion(String script, List<String> notes) {

  private static final int BYTES_MOST = 16 << 20;

  /**
   * Turns a file, whose kind follows from its content.
   *
   * @throws IOException if it cannot be read, or is nothing of the kind; the message is for whoever
   *     named it
   */
  public static Conversion of(Path file) throws IOException {
    if (Files.size(file) > BYTES_MOST) throw new IOException(file + " is too big for a plan");
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.contains("<jmeterTestPlan")) return JmxConverter.convert(bytes);
    if (text.contains("@Test") && text.contains("HTTPRequest"))
      return GroovyConverter.convert(text);
    throw new IOException(
        file + " is neither a plan of JMeter nor a Groovy script of nGrinder with an HTTPRequest");
  }
}
