package io.tidegate.app.keys;

import io.tidegate.store.disk.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A key of a folder that clients show, made at the first start, readable by the owner alone.
 *
 * @param key as clients send it
 * @param path the file it stands in
 * @param made whether it was made just now
 */
public record AdminKeyFile(String key, Path path, boolean made) {

  private static final int LEAST_CHARS = 32;

  /**
   * Reads the administrator's, making it if it is not there.
   *
   * @throws IOException if the file is there and holds no key; the message names it
   */
  public static AdminKeyFile in(Path folder) throws IOException {
    return of(folder.resolve("admin.key"));
  }

  /** The same of the key that services register with. */
  public static AdminKeyFile ofRegistryIn(Path folder) throws IOException {
    return of(folder.resolve("registry.key"));
  }

  private static AdminKeyFile of(Path path) throws IOException {
    boolean made = !Files.exists(path);
    if (made) OwnerOnlyFile.write(path, OwnerOnlyFile.secret() + "\n");
    String key = Files.readString(path).strip();
    if (key.length() < LEAST_CHARS)
      throw new IOException(
          path + " holds no key: at least " + LEAST_CHARS + " characters are needed");
    return new AdminKeyFile(key, path, made);
  }
}
