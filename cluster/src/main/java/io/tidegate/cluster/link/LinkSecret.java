package io.tidegate.cluster.link;

import io.tidegate.store.disk.OwnerOnlyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * What all parties of a cluster know and nobody else does. Two keys follow from it: one proves that
 * a party knows it, the other enters the keys of each link. Immutable.
 */
public final class LinkSecret {

  /** The file's name. */
  public static final String FILE = "cluster.key";

  /** Bytes of a secret at least. */
  public static final int BYTES_LEAST = 32;

  private static final int BYTES_MOST = 1_024;
  private static final int TEXT_BYTES_MOST = 2 * BYTES_MOST;
  private static final Set<PosixFilePermission> OWNERS =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final int ROOT = 0;

  private final byte[] proof;
  private final byte[] session;

  /**
   * With these bytes, which are copied.
   *
   * @param bytes in [32, 1_024], random
   */
  public LinkSecret(byte[] bytes) {
    if (bytes.length < BYTES_LEAST || bytes.length > BYTES_MOST)
      throw new IllegalArgumentException(
          "a secret of the cluster must have %d to %,d bytes, not %d"
              .formatted(BYTES_LEAST, BYTES_MOST, bytes.length));
    byte[] salt = ascii("tidegate link secret");
    proof = Keys.derive(bytes, salt, ascii("proof"));
    session = Keys.derive(bytes, salt, ascii("session"));
  }

  /**
   * The secret in {@link #FILE} of a folder, which is made where it is missing: base64url of random
   * bytes, readable by its owner alone. All parties need the same file. If it is root's and this
   * process is not root, its group may read it too: that is how Kubernetes mounts a secret for a
   * user, and PostgreSQL's rule for its keys.
   *
   * @throws IOException if it cannot be read or made, holds no secret, or others may read it
   */
  public static LinkSecret in(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.notExists(file)) OwnerOnlyFile.write(file, OwnerOnlyFile.secret() + "\n");
    Set<PosixFilePermission> may = allowed(owner(file), System.getProperty("user.name", ""));
    for (PosixFilePermission permission : Files.getPosixFilePermissions(file))
      if (!may.contains(permission))
        throw new IOException(file + " must be readable by its owner alone: chmod 600");
    if (Files.size(file) > TEXT_BYTES_MOST) throw new IOException(file + " is too long");
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).strip();
      return new LinkSecret(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " holds no secret in base64url: " + e.getMessage(), e);
    }
  }

  private static int owner(Path file) throws IOException {
    return Files.getAttribute(file, "unix:uid") instanceof Integer uid ? uid : -1;
  }

  /**
   * What may be allowed on the file.
   *
   * @param owner number of the user whose file it is
   * @param user name of the user whose process this is; no name at all in many containers
   */
  static Set<PosixFilePermission> allowed(int owner, String user) {
    if (owner != ROOT || user.equals("root")) return OWNERS;
    EnumSet<PosixFilePermission> may = EnumSet.copyOf(OWNERS);
    may.add(PosixFilePermission.GROUP_READ);
    return may;
  }

  /** The key of proofs. */
  byte[] proof() {
    return proof.clone();
  }

  /** What enters the keys of each link. */
  byte[] session() {
    return session.clone();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
