package io.tidegate.lab.script;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A script with all that it reads, as it was on the machine where it was read: so it runs where
 * none of that lies, and sees nothing of the disk there.
 *
 * @param files by where they were
 * @param links where else they were found
 */
public record ScriptBundle(Map<Path, byte[]> files, Map<Path, Path> links) implements ScriptSource {

  /** Bytes that one may have. */
  public static final long BYTES_MOST = 256L << 20;

  public ScriptBundle {
    files = Map.copyOf(files);
    links = Map.copyOf(links);
  }

  /** The files by all names under which they were found: for who keeps no links. */
  public Map<Path, byte[]> byAllNames() {
    Map<Path, byte[]> all = new HashMap<>(files);
    links.forEach((name, real) -> {
      byte[] bytes = files.get(real);
      if (bytes != null) all.put(name, bytes);
    });
    return all;
  }

  @Override
  public byte[] read(Path path) throws IOException {
    byte[] bytes = files.get(links.getOrDefault(path, path));
    if (bytes == null) throw new NoSuchFileException(path.toString());
    return bytes;
  }

  @Override
  public Path real(Path path) throws IOException {
    Path real = links.getOrDefault(path, path);
    if (!files.containsKey(real)) throw new NoSuchFileException(path.toString());
    return real;
  }
}
