package io.tidegate.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a test needs of the machine that it runs on. Where that is missing, the test is skipped; but
 * it fails where the machine is expected to have the program.
 */
public final class Needs {

  /** Environment variable: names of programs, with blanks between, whose lack fails a test. */
  private static final String EXPECTED = "TESTS_EXPECT_PROGRAMS";

  /** Not on the path of everybody. */
  private static final List<String> SYSTEM_FOLDERS =
      List.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin");

  private Needs() {}

  /**
   * Where a program is.
   *
   * @param name by which it is expected
   * @param others names that it has elsewhere
   */
  public static Path program(String name, String... others) {
    List<String> expected = List.of(variable(EXPECTED).split(" ", -1));
    return program(folders(), expected, name, others);
  }

  /** Where a program is, for tests that can do without. */
  public static Optional<Path> programIfAny(String name) {
    return programs(folders(), name).findFirst();
  }

  /**
   * Where a Python is that has this module: the first of the path, or one further on.
   *
   * @param module such as uvicorn, by which it is expected
   */
  public static Path python(String module) {
    Optional<Path> found =
        programs(folders(), "python3").filter(python -> has(python, module)).findFirst();
    if (found.isEmpty() && List.of(variable(EXPECTED).split(" ", -1)).contains(module))
      throw new AssertionError("no python3 has " + module + ", which " + EXPECTED + " expects");
    that(found.isPresent(), "there is no python3 with " + module + " on the path");
    return found.orElseThrow();
  }

  private static boolean has(Path python, String module) {
    try {
      return new ProcessBuilder(python.toString(), "-c", "import " + module)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> folders() {
    Stream<String> path = Stream.of(variable("PATH").split(File.pathSeparator, -1));
    return Stream.concat(path, SYSTEM_FOLDERS.stream())
        .filter(folder -> !folder.isEmpty())
        .toList();
  }

  private static Stream<Path> programs(List<String> folders, String name) {
    return folders.stream().map(folder -> Path.of(folder, name)).filter(Files::isExecutable);
  }

  static Path program(List<String> folders, List<String> expected, String name, String... others) {
    Optional<Path> found =
        Stream.concat(Stream.of(name), Stream.of(others))
            .flatMap(program -> programs(folders, program))
            .findFirst();
    if (found.isEmpty() && expected.contains(name))
      throw new AssertionError("there is no " + name + ", which " + EXPECTED + " expects");
    that(found.isPresent(), "there is no " + name + " on the path");
    return found.orElseThrow();
  }

  /**
   * Skips the test unless something is so that no machine can be expected to have, such as another
   * user than root.
   *
   * @param otherwise why it is skipped
   */
  public static void that(boolean is, String otherwise) {
    assumeTrue(is, otherwise);
  }

  private static String variable(String name) {
    return Objects.requireNonNullElse(System.getenv(name), "");
  }
}
