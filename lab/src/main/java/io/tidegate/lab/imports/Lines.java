package io.tidegate.lab.imports;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, one at a time; of one longer than {@value #LENGTH_MOST} characters the rest
 * is left out, so that a file without line ends does not fill the memory.
 */
final class Lines {

  static final int LENGTH_MOST = 1 << 20;

  private final Reader from;
  private final char[] buffer = new char[1 << 14];
  private int at;
  private int end;
  private long number;

  Lines(Reader from) {
    this.from = from;
  }

  /** The number of the last line that came, from 1. */
  long number() {
    return number;
  }

  /** The next line without its end; null behind the last. */
  @Nullable String next() throws IOException {
    if (!fill()) return null;
    number++;
    StringBuilder line = new StringBuilder(256);
    while (fill()) {
      int stop = at;
      while (stop < end && buffer[stop] != '\n') stop++;
      int room = Math.min(stop - at, LENGTH_MOST - line.length());
      line.append(buffer, at, room);
      boolean ended = stop < end;
      at = ended ? stop + 1 : stop;
      if (ended) break;
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r')
      line.setLength(line.length() - 1);
    boolean marked = number == 1 && !line.isEmpty() && line.charAt(0) == '\uFEFF';
    return marked ? line.substring(1) : line.toString();
  }

  /** Whether there is anything more. */
  private boolean fill() throws IOException {
    if (at < end) return true;
    at = 0;
    end = Math.max(0, from.read(buffer));
    return end > 0;
  }
}
