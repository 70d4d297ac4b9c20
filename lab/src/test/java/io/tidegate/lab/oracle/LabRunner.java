package io.tidegate.lab.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.lab.cli.LabCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;

/**
 * The lab within this process, since a JVM for each script would take minutes; in one of its own
 * where the script has to do with the environment or with the folder it runs in.
 */
final class LabRunner implements Runner {

  /** The program has a provider, which says nothing of itself; tests of this module have none. */
  private static final String SLF4J = "slf4j.internal.verbosity";

  static {
    System.setProperty(SLF4J, "ERROR");
  }

  private static final Runner OWN_PROCESS =
      new ProcessRunner(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-Xmx256m",
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "-D" + SLF4J + "=ERROR",
              "-cp",
              System.getProperty("java.class.path"),
              LabRunner.class.getName()));

  /** The process of its own. */
  public static void main(String[] arguments) {
    System.exit(execute(List.of(arguments), new PrintWriter(System.out, true, UTF_8)));
  }

  private static int execute(List<String> arguments, PrintWriter out) {
    CommandLine line = LabCommand.line((_, _) -> {}).setOut(out);
    List<String> all = new ArrayList<>(List.of("run", "--no-probe", "--address="));
    all.addAll(arguments);
    return line.execute(all.toArray(String[]::new));
  }

  @Override
  public Ended run(K6Script script, List<String> arguments, Path folder)
      throws IOException, InterruptedException {
    if (script.ownProcess()) return OWN_PROCESS.run(script, arguments, folder);
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AtomicInteger exit = new AtomicInteger(-1);
    System.setErr(new PrintStream(said, true, UTF_8));
    try {
      Thread run =
          Thread.ofPlatform()
              .name("lab-" + script)
              .start(() -> exit.set(execute(arguments, new PrintWriter(out, true, UTF_8))));
      run.join(RUN_SECONDS_MAX * 1_000L);
      if (run.isAlive()) {
        run.interrupt();
        throw new AssertionError("still running: " + script + ", said " + said.toString(UTF_8));
      }
    } finally {
      System.setErr(err);
    }
    return new Ended(exit.get(), out.toString(UTF_8), said.toString(UTF_8));
  }
}
