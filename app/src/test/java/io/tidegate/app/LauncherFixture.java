package io.tidegate.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A machine made up for the launcher: a project of one source file, the POSIX tools and nothing
 * else on the PATH, an empty home, and JDKs and a Maven that only say how they were called.
 */
final class LauncherFixture {
  private static final List<String> TOOLS =
      List.of(
          "awk",
          "bash",
          "cat",
          "cksum",
          "cp",
          "dirname",
          "find",
          "grep",
          "head",
          "ln",
          "ls",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sh",
          "sleep",
          "sort",
          "tail",
          "tee",
          "touch",
          "tr");

  final Path folder;
  final Path project;
  final Path jdks;
  private final Path bin;

  LauncherFixture(Path folder) throws IOException {
    this.folder = folder;
    project = Files.createDirectories(folder.resolve("a project"));
    jdks = Files.createDirectories(folder.resolve("all jdks"));
    bin = Files.createDirectories(folder.resolve("bin"));
    Files.createDirectories(folder.resolve("home"));
    for (String tool : TOOLS) Files.createSymbolicLink(bin.resolve(tool), onPath(tool));
    Files.copy(Path.of("../tidegate"), project.resolve("tidegate"));
    source("A.java", "class A {}");
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    Files.writeString(project.resolve("app/pom.xml"), "<project/>");
  }

  private static Path onPath(String tool) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + tool + " here"));
  }

  Path source(String name, String text) throws IOException {
    Path java = Files.createDirectories(project.resolve("app/src/main/java"));
    return Files.writeString(java.resolve(name), text);
  }

  /**
   * A JDK whose {@code java} tells its own place, its arguments, its process and its descriptors;
   * at a rehearsal it learns something.
   */
  Path jdk(String place, String version) throws IOException {
    return jdk(place, version, "echo learned >\"$cache\"");
  }

  /**
   * The same with a JVM that does something else when it is to make a cache, whose file it finds as
   * {@code $cache}.
   */
  Path jdk(String place, String version, String rehearsal) throws IOException {
    Path home = Files.createDirectories(jdks.resolve(place));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        echo "java of $JAVA_HOME, process $$"
        if [ "$(ulimit -Sn)" = "$(ulimit -Hn)" ]; then echo "all descriptors"; fi
        for argument; do
          echo "<$argument>"
          cache=${argument#-XX:AOTCacheOutput=}
          if [ "$cache" != "$argument" ]; then %s; fi
        done
        """
            .formatted(rehearsal));
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    return home;
  }

  /** Puts a JDK's {@code java} on the PATH, by a link as packages do. */
  void javaOnPath(Path home) throws IOException {
    Files.createSymbolicLink(bin.resolve("java"), home.resolve("bin/java"));
  }

  /** A Maven of this version; {@code work} is what it does when asked for more than its version. */
  void maven(String version, String work) throws IOException {
    script(
        bin.resolve("mvn"),
        """
        #!/bin/sh
        case "$*" in *-v) echo "Apache Maven %s (abc)"; exit ;; esac
        echo "$*" >>"%s/mvn.calls"
        cd "%s" || exit 9
        %s
        """
            .formatted(version, folder, project, work));
  }

  /** A Maven that builds. */
  void maven() throws IOException {
    maven(
        "3.9.9",
        """
        echo "[INFO] Building app 0.1.0 [1/1]"
        mkdir -p app/target && echo jar >app/target/tidegate-app.jar
        """);
  }

  /** A tool of the machine that does this instead; it finds the right one as {@code $real}. */
  void tool(String name, String work) throws IOException {
    Files.delete(bin.resolve(name));
    script(bin.resolve(name), "#!/bin/sh\nreal=" + onPath(name) + "\n" + work);
  }

  /** How Maven was called so far, but for its version. */
  List<String> mavenCalls() throws IOException {
    Path calls = folder.resolve("mvn.calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  Path script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Run run(String... arguments) throws IOException {
    return start(Map.of(), arguments).end();
  }

  Run run(Map<String, String> variables, String... arguments) throws IOException {
    return start(variables, arguments).end();
  }

  /**
   * {@code up} by somebody who may not write in this folder of the project; root does it without
   * root's rights.
   */
  Run runWithoutRights(String folder) throws IOException {
    Path closed = project.resolve(folder);
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    List<String> command = new ArrayList<>();
    if (Files.isWritable(closed))
      command.addAll(List.of(onPath("setpriv").toString(), "--bounding-set", "-all"));
    command.addAll(List.of(project.resolve("tidegate").toString(), "up"));
    try {
      return startCommand(this.folder, Map.of(), command).end();
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  Running start(Map<String, String> variables, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(project.resolve("tidegate").toString()));
    command.addAll(List.of(arguments));
    return startCommand(folder, variables, command);
  }

  /** Any command on this machine. */
  Running startCommand(Path where, Map<String, String> variables, List<String> command)
      throws IOException {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("HOME", folder.resolve("home").toString());
    builder.environment().put("TIDEGATE_JDK_DIRS", folder.resolve("nothing") + ":" + jdks);
    builder.environment().putAll(variables);
    return new Running(
        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
  }

  /** What a run left behind. */
  record Run(long pid, int exitCode, List<String> out, List<String> err) {}

  record Running(Process process, Path out, Path err) {
    private static final long BOUND_NS = TimeUnit.SECONDS.toNanos(60);

    Run end() {
      await(() -> !process.isAlive());
      return new Run(process.pid(), process.exitValue(), lines(out), lines(err));
    }

    /** Returns when it has said this on standard error. */
    void says(String words) {
      await(() -> lines(err).stream().anyMatch(line -> line.contains(words)));
    }

    private void await(BooleanSupplier condition) {
      long start = System.nanoTime();
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() - start > BOUND_NS) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
          throw new AssertionError("still waiting; it said " + lines(out) + lines(err));
        }
        java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
      }
    }

    private static List<String> lines(Path file) {
      try {
        return Files.readAllLines(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
