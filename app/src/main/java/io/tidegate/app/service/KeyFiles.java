package io.tidegate.app.service;

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
import java.util.TreeMap;

/**
 * The secrets of a data folder, made at the first start, readable by the owner alone.
 *
 * @param admin the admin key, as it is sent
 * @param signing signing keys of tickets by id; the highest id signs, all verify
 * @param adminFile where the admin key is
 * @param signingFile where the signing keys are
 * @param made whether this start made one of them
 */
public record KeyFiles(
    String admin,
    TreeMap<Integer, byte[]> signing,
    Path adminFile,
    Path signingFile,
    boolean made) {

  private static final int SECRET_BYTES = 32;

  /**
   * Reads the keys of a data folder, making those that are not there.
   *
   * @throws IOException if a file is there and not readable as what it should be; the message names
   *     it
   */
  public static KeyFiles in(Path data) throws IOException {
    Path adminFile = data.resolve("admin.key");
    Path signingFile = data.resolve("signing.keys");
    boolean adminMade = make(adminFile, secret());
    boolean signingMade = make(signingFile, "1 " + secret());
    String admin = Files.readString(adminFile).strip();
    if (admin.length() < 32)
      throw new IOException(adminFile + " holds no key: at least 32 characters are needed");
    return new KeyFiles(
        admin, signing(signingFile), adminFile, signingFile, adminMade || signingMade);
  }

  private static TreeMap<Integer, byte[]> signing(Path file) throws IOException {
    TreeMap<Integer, byte[]> keys = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank()) continue;
      String[] parts = line.strip().split(" ", 2);
      try {
        int id = Integer.parseInt(parts[0]);
        byte[] key = Base64.getUrlDecoder().decode(parts.length == 2 ? parts[1] : "");
        if (id < 1 || id > 255 || key.length < SECRET_BYTES) throw new IllegalArgumentException();
        keys.put(id, key);
      } catch (IllegalArgumentException e) {
        throw new IOException(
            file + " has a line that is no key: an id in [1, 255], a space, 32 bytes in base64url",
            e);
      }
    }
    if (keys.isEmpty()) throw new IOException(file + " holds no key");
    return keys;
  }

  private static String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whole or not at all: a crash must not leave half a key behind. */
  private static boolean make(Path file, String content) throws IOException {
    if (Files.exists(file)) return false;
    Path half = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(half);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel out = FileChannel.open(half, fresh, ownerOnly)) {
      out.write(ByteBuffer.wrap((content + "\n").getBytes(StandardCharsets.US_ASCII)));
      out.force(true);
    }
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }
}
