package io.tidegate.lab.script;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Reads from another source, and keeps what was read. Any thread. */
public final class BundlingSource implements ScriptSource {

  private final ScriptSource from;
  private final Map<Path, byte[]> files = new ConcurrentHashMap<>();
  private final Map<Path, Path> links = new ConcurrentHashMap<>();
  private final AtomicLong size = new AtomicLong();

  /** One that has kept nothing yet. */
  public BundlingSource(ScriptSource from) {
    this.from = from;
  }

  @Override
  public byte[] read(Path path) throws IOException {
    byte[] known = files.get(path);
    if (known != null) return known;
    byte[] bytes = from.read(path);
    if (files.putIfAbsent(path, bytes) == null
        && size.addAndGet(bytes.length) > ScriptBundle.BYTES_MOST)
      throw new IOException(
          "the script and its files have more than %d MB, too much to be sent"
              .formatted(ScriptBundle.BYTES_MOST >> 20));
    return bytes;
  }

  @Override
  public Path real(Path path) throws IOException {
    Path real = from.real(path);
    if (!real.equals(path)) links.put(path, real);
    return real;
  }

  /** All that was read until now. */
  public ScriptBundle bundle() {
    return new ScriptBundle(files, links);
  }
}
