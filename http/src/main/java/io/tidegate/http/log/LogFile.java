package io.tidegate.http.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that lines are appended to, with a bound on all there is of it.
 *
 * <p>When the file would grow beyond a {@value #PARTS}th of the bound, it becomes {@code NAME.1},
 * what was that becomes {@code NAME.2}, and the oldest goes. When somebody else moved the file or
 * deleted it, as logrotate does, a new one is begun under the old name. Confined to one thread but
 * for {@link #reopen}.
 */
final class LogFile implements LineOutput {

  /** The file itself and those before it. */
  static final int PARTS = 4;

  private final Path path;
  private final long partBytes;
  private @Nullable OutputStream out;
  private @Nullable Object identity;
  private long size;
  private volatile boolean reopen;

  /**
   * @param bytesMax of all parts together
   * @throws IOException if it cannot be written
   */
  LogFile(Path path, long bytesMax) throws IOException {
    this.path = path;
    partBytes = bytesMax / PARTS;
    open();
  }

  /** Begins anew under its name at the next look, even if nobody seems to have moved it. */
  void reopen() {
    reopen = true;
  }

  @Override
  public OutputStream ready(int bytes) throws IOException {
    if (reopen || !isStillThere()) close();
    OutputStream to = out == null ? open() : out;
    if (bytes == 0 || size == 0 || size + bytes <= partBytes) return to;
    rotate();
    return open();
  }

  /** Looks at the name, which may mean another file by now, or none, or one that was cut. */
  private boolean isStillThere() {
    try {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      size = found.size();
      return Objects.equals(identity, found.fileKey());
    } catch (IOException e) {
      return false;
    }
  }

  private OutputStream open() throws IOException {
    reopen = false;
    OutputStream opened =
        Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    out = opened;
    BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
    identity = found.fileKey();
    size = found.size();
    return opened;
  }

  private void rotate() throws IOException {
    close();
    for (int part = PARTS - 1; part > 1; part--) moveIfThere(part(part - 1), part(part));
    moveIfThere(path, part(1));
    trim();
  }

  private static void moveIfThere(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      // Not yet written, or taken away by somebody.
    }
  }

  /** Deletes the oldest parts for which there is no room: a bound may be lower than it was. */
  private void trim() throws IOException {
    long left = partBytes * (PARTS - 1);
    for (int part = 1; part < PARTS; part++) {
      Path file = part(part);
      if (!Files.exists(file)) continue;
      left -= Files.size(file);
      if (left < 0) Files.delete(file);
    }
  }

  private Path part(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  @Override
  public void close() throws IOException {
    OutputStream open = out;
    out = null;
    if (open != null) open.close();
  }
}
