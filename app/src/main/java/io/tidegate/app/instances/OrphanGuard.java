package io.tidegate.app.instances;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A small process that ends what a killed supervisor leaves behind. It waits for the end of a pipe,
 * which comes with the end of the supervisor in whatever way; it then lets the instances stop by
 * themselves, ends those that do not, and last stops PostgreSQL.
 *
 * <p>Thread-safe.
 */
public final class OrphanGuard implements AutoCloseable {

  private static final int END_SECONDS = 5;

  // Each line is the whole set of instances. PostgreSQL's own file tells its process: a later one,
  // of another start, has another id and is not touched. "done" is a stop in good order.
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      now=
      while read -r line; do now=$line; done
      [ "$now" != done ] || exit 0
      postgres=
      [ ! -r "$1" ] || read -r postgres <"$1"
      looks=0
      while [ $looks -lt 150 ]; do
        alive=
        for pid in $now; do kill -0 "$pid" 2>/dev/null && alive=1; done
        [ -n "$alive" ] || break
        sleep 0.1
        looks=$((looks + 1))
      done
      for pid in $now; do kill -9 "$pid" 2>/dev/null; done
      [ -n "$postgres" ] || exit 0
      if [ -r "/proc/$postgres/comm" ]; then read -r name <"/proc/$postgres/comm"
      else name=$(ps -o comm= -p "$postgres" 2>/dev/null); fi
      case $name in *postgres*) kill -INT "$postgres" ;; esac
      exit 0
      """;

  private final Process process;

  private OrphanGuard(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param postgres the file in which PostgreSQL notes its process; need not be there
   * @throws IOException if there is no {@code sh}
   */
  public static OrphanGuard start(Path postgres) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of("sh", "-c", SCRIPT, "tidegate-guard", postgres.toString()));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new OrphanGuard(builder.start());
  }

  /** Its process. */
  public long processId() {
    return process.pid();
  }

  /** These instances, and no others, are there now. */
  public synchronized void watch(long... processIds) throws IOException {
    write(Arrays.stream(processIds).mapToObj(Long::toString).collect(Collectors.joining(" ")));
  }

  private void write(String line) throws IOException {
    OutputStream out = process.getOutputStream();
    out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** Ends it; nothing is left to guard. */
  @Override
  public synchronized void close() throws IOException {
    try {
      write("done");
      process.getOutputStream().close();
      if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      if (!process.isAlive()) return;
      throw e;
    }
    process.destroyForcibly();
  }
}
