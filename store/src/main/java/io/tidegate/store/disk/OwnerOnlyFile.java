package io.tidegate.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Writes files that only their owner may read, in one step: they are there whole or not at all. */
public final class OwnerOnlyFile {

  /** Bytes of a secret. */
  public static final int SECRET_BYTES = 32;

  private OwnerOnlyFile() {}

  /** A new secret, random, as it is written: in base64url. */
  public static String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Gives a file this content in one step, and returns when content and name are on the disk: a
   * crash leaves the old file or the new one, never half a key.
   */
  public static void write(Path file, String content) throws IOException {
    Path half = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(half);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel out = FileChannel.open(half, fresh, ownerOnly)) {
      ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) out.write(bytes);
      out.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(half);
      throw new IOException(file + " cannot be written: " + e.getMessage(), e);
    }
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    DurableFolder.force(file.toAbsolutePath().resolveSibling(""));
  }
}
