package io.tidegate.lab;

import io.tidegate.testkit.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Real k6, the oracle: the program that {@code K6} names, or the one of this version on the path,
 * or where Go is installed the one that it builds from k6's module, once for all checkouts.
 */
public final class RealK6 {

  private static final String VERSION = "v1.8.1";
  private static final int MINUTES_MOST = 8;
  private static final Path BUILT =
      Path.of(System.getProperty("user.home"), ".cache", "tidegate", "k6-" + VERSION, "k6");

  private static @Nullable Path found;
  private static String missing = "";

  private RealK6() {}

  /** Where it is; the test is skipped where there is none. */
  public static synchronized Path binary() throws IOException, InterruptedException {
    if (found == null && missing.isEmpty()) found = find();
    Needs.that(found != null, missing);
    return Objects.requireNonNull(found);
  }

  private static @Nullable Path find() throws IOException, InterruptedException {
    String named = System.getenv("K6");
    if (named != null) return Path.of(named);
    Optional<Path> installed = Needs.programIfAny("k6");
    if (installed.isPresent() && said(installed.get(), "version").contains(VERSION))
      return installed.get();
    if (Files.isExecutable(BUILT)) return BUILT;
    Optional<Path> go = Needs.programIfAny("go");
    if (go.isPresent()) return build(go.get());
    missing = "there is no k6 " + VERSION + " on the path, and no Go to build it";
    return null;
  }

  private static @Nullable Path build(Path go) throws IOException, InterruptedException {
    Files.createDirectories(BUILT.getParent());
    Path fresh = Files.createTempDirectory(BUILT.getParent(), "build");
    ProcessBuilder install =
        new ProcessBuilder(go.toString(), "install", "go.k6.io/k6@" + VERSION)
            .redirectErrorStream(true)
            .redirectOutput(fresh.resolve("said").toFile());
    install.environment().put("GOBIN", fresh.toString());
    Process process = install.start();
    try {
      boolean ended = process.waitFor(MINUTES_MOST, TimeUnit.MINUTES);
      if (ended && process.exitValue() == 0)
        return Files.move(fresh.resolve("k6"), BUILT, StandardCopyOption.ATOMIC_MOVE);
      List<String> lines = Files.readAllLines(fresh.resolve("said"));
      missing =
          "k6 %s cannot be built: %s"
              .formatted(VERSION, ended && !lines.isEmpty() ? lines.getLast() : "it takes long");
      return null;
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(fresh.resolve("said"));
      Files.deleteIfExists(fresh);
    }
  }

  private static String said(Path program, String argument)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(program.toString(), argument).redirectErrorStream(true).start();
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      process.waitFor();
    }
  }
}
