package io.tidegate.store.postgres.local;

import io.tidegate.store.log.Chain;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL that is packed for this platform. */
final class PostgresProgram {
  private static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE = 124;
  private static final int MODE = 100;
  private static final int TYPE = 156;
  private static final int LINK = 157;

  private PostgresProgram() {}

  /**
   * Unpacks the program, unless it is there already.
   *
   * @param into a folder that may hold several versions
   * @return the folder with {@code bin}, {@code lib} and {@code share}
   */
  static Path unpacked(Path into) throws IOException {
    String archive = archive();
    Files.createDirectories(into);
    Path folder = into.resolve("postgres-" + version(archive));
    if (Files.isDirectory(folder)) return folder;
    try (FileChannel file =
            FileChannel.open(
                into.resolve("unpacking.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = file.lock()) {
      if (Files.isDirectory(folder)) return folder;
      Path half = into.resolve("postgres.tmp");
      delete(half);
      unpack(archive, half);
      Files.move(half, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    return folder;
  }

  private static String archive() throws IOException {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "");
    String system = os.contains("mac") ? "darwin" : os;
    String cpu = machine.equals("aarch64") ? "arm_64" : "x86_64";
    boolean known = List.of("aarch64", "amd64", "x86_64").contains(machine);
    String name = "/postgres-" + system + "-" + cpu + ".txz";
    if (known && PostgresProgram.class.getResource(name) != null) return name;
    throw new IOException(
        "no PostgreSQL is packed for %s on %s: name a database of yours with --store postgres://…"
            .formatted(System.getProperty("os.name"), machine));
  }

  private static InputStream open(String archive) throws IOException {
    InputStream in = PostgresProgram.class.getResourceAsStream(archive);
    if (in == null) throw new IOException(archive + " is gone from the jar");
    return in;
  }

  // Another archive gets another folder, so that an update never mixes two.
  private static String version(String archive) throws IOException {
    MessageDigest digest = Chain.sha256();
    byte[] bytes = new byte[64 << 10];
    try (InputStream in = open(archive)) {
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes))
        digest.update(bytes, 0, read);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 6);
  }

  /** Reads the archive: a tar of files, folders and links, with short names, as it is built. */
  private static void unpack(String archive, Path into) throws IOException {
    Files.createDirectories(into);
    byte[] head = new byte[BLOCK];
    try (InputStream in = new XZInputStream(open(archive))) {
      while (in.readNBytes(head, 0, BLOCK) == BLOCK && head[0] != 0) {
        Path to = inside(into, text(head, 0));
        long size = octal(head, SIZE, 12);
        switch (head[TYPE]) {
          case '0', 0 -> file(in, to, size, (int) octal(head, MODE, 8));
          case '2' -> {
            inside(into, into.relativize(to.resolveSibling(text(head, LINK))).toString());
            Files.createSymbolicLink(to, Path.of(text(head, LINK)));
          }
          case '5' -> Files.createDirectories(to);
          default -> throw new IOException(archive + " has an entry of type " + head[TYPE]);
        }
      }
    }
  }

  private static void file(InputStream in, Path to, long size, int mode) throws IOException {
    Files.createDirectories(parent(to));
    byte[] bytes = in.readNBytes((int) size);
    if (bytes.length < size) throw new IOException("the packed PostgreSQL ends within " + to);
    Files.write(to, bytes);
    boolean runs = (mode & 0100) != 0;
    Files.setPosixFilePermissions(
        to, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
    in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
  }

  private static Path inside(Path folder, String name) throws IOException {
    Path path = folder.resolve(name).normalize();
    if (path.startsWith(folder)) return path;
    throw new IOException("the packed PostgreSQL has a file outside of it: " + name);
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  private static String text(byte[] head, int at) {
    int end = at;
    while (end < at + NAME_BYTES && head[end] != 0) end++;
    return new String(head, at, end - at, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] head, int at, int length) {
    String digits = new String(head, at, length, StandardCharsets.US_ASCII);
    return Long.parseLong(digits.replace('\0', ' ').strip(), 8);
  }

  /** Deletes a folder with all that is in it, if it is there. */
  static void delete(@Nullable Path folder) throws IOException {
    if (folder == null || !Files.exists(folder)) return;
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) Files.deleteIfExists(path);
  }
}
