package io.tidegate.app.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Reads the text of a file that people write. */
public final class ConfigText {

  private ConfigText() {}

  /**
   * The text; nothing if there is none, and then why, in words for people, without the file's name.
   */
  public static Optional<String> read(Path file, Consumer<String> problem) {
    try {
      String text = Files.readString(file);
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (NoSuchFileException _) {
      problem.accept("there is no such file");
    } catch (MalformedInputException _) {
      problem.accept("is not UTF-8 text");
    } catch (IOException _) {
      problem.accept(Files.isDirectory(file) ? "is a folder" : "cannot be read");
    }
    return Optional.empty();
  }

  /** What is wrong with YAML that cannot be read, in one line, and what the cause mostly is. */
  public static String wrong(MarkedYamlEngineException e) {
    String problem = e.getProblem().lines().findFirst().orElse("is not YAML");
    if (problem.contains("<block") || problem.startsWith("mapping values"))
      return problem + "; is it indented as the lines beside it, with a space behind each colon?";
    if (problem.contains("alias") || problem.startsWith("unexpected character"))
      return problem + "; a value that begins with * or & must stand in quotes";
    return problem;
  }
}
