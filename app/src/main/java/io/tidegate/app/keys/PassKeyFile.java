package io.tidegate.app.keys;

import io.tidegate.store.disk.OwnerOnlyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The key that signs the gate's passes: a file of its own, made at the first start. */
public final class PassKeyFile {

  /** The file's name. */
  public static final String NAME = "pass.key";

  private static final int CHARACTERS_LEAST = 32;

  private PassKeyFile() {}

  /**
   * The key of a folder, made if it is not there.
   *
   * @throws IOException if it cannot be read or made, or is none; the message names the file
   */
  public static byte[] in(Path data) throws IOException {
    Path file = data.resolve(NAME);
    if (!Files.exists(file)) OwnerOnlyFile.write(file, OwnerOnlyFile.secret() + "\n");
    byte[] key = Files.readString(file).strip().getBytes(StandardCharsets.US_ASCII);
    if (key.length < CHARACTERS_LEAST)
      throw new IOException(
          file + " holds no key: at least " + CHARACTERS_LEAST + " characters are needed");
    return key;
  }
}
