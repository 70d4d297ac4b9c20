package io.tidegate.audit.pack;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Writes a table of numbers, times and words of our own, none of which needs quotes. The first row
 * names the columns; a cell is empty for what did not happen.
 */
final class Csv implements Closeable {
  private final BufferedWriter out;
  private boolean begun;

  Csv(Path file, String columns) throws IOException {
    out = Files.newBufferedWriter(file);
    out.append(columns).append('\n');
  }

  Csv cell(String text) throws IOException {
    if (begun) out.append(',');
    out.append(text);
    begun = true;
    return this;
  }

  Csv cell(long number) throws IOException {
    return cell(Long.toString(number));
  }

  /** A number that is empty where it is 0. */
  Csv some(long number) throws IOException {
    return cell(number == 0 ? "" : Long.toString(number));
  }

  /** A time that is empty where it is 0. */
  Csv time(long timeMs) throws IOException {
    return cell(timeMs == 0 ? "" : Instant.ofEpochMilli(timeMs).toString());
  }

  void end() throws IOException {
    out.append('\n');
    begun = false;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
