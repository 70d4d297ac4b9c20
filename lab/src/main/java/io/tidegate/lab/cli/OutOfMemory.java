package io.tidegate.lab.cli;

import io.tidegate.lab.engine.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process where its heap is full, with one line: whatever else it did could fail as well.
 * What the run has recorded until then is in its folder. All that is needed was made before.
 */
final class OutOfMemory implements Thread.UncaughtExceptionHandler {

  private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);
  private final byte[] line;
  private final Thread.@Nullable UncaughtExceptionHandler others;

  private OutOfMemory(Thread.@Nullable UncaughtExceptionHandler others) {
    this.others = others;
    line =
        String.format(
                Locale.ROOT,
                "level=error msg=\"out of memory: the heap of %,d MB does not hold what the script"
                    + " keeps, or so many users; TIDEGATE_JAVA_OPTS=-Xmx4g gives it more\"%n",
                Runtime.getRuntime().maxMemory() / 1_000_000)
            .getBytes(StandardCharsets.UTF_8);
  }

  /** From now on, whatever thread meets it. */
  static void endsTheProcess() {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    if (!(before instanceof OutOfMemory))
      Thread.setDefaultUncaughtExceptionHandler(new OutOfMemory(before));
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) end();
    else if (others != null) others.uncaughtException(thread, thrown);
    else print(thread, thrown);
  }

  @SuppressWarnings("CatchAndPrintStackTrace") // as the JVM itself does
  private static void print(Thread thread, Throwable thrown) {
    System.err.print("Exception in thread \"" + thread.getName() + "\" ");
    thrown.printStackTrace();
  }

  private void end() {
    try {
      err.write(line);
    } catch (IOException _) {
      // The exit code still says it.
    } finally {
      Runtime.getRuntime().halt(ExitCode.SCRIPT.code());
    }
  }
}
