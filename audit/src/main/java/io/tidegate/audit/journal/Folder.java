package io.tidegate.audit.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeSet;

/**
 * A data folder, and the 64 bytes of its file {@code folder} (1.1 and 1.2).
 *
 * @param path as the caller named it
 * @param id 16 bytes
 * @param start the chain value before the first record: the SHA-256 of the file {@code folder}
 */
public record Folder(Path path, byte[] id, byte[] start) {
  static final int VERSION = 2;
  private static final int SIZE = 64;

  /**
   * Reads the file {@code folder}.
   *
   * @throws JournalRefusedException if this is no data folder, one of a newer version, or damaged
   */
  public static Folder read(Path path) throws IOException {
    Path file = path.resolve("folder");
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(SIZE + 1);
    } catch (NoSuchFileException e) {
      throw new JournalRefusedException(file, 0, "is missing: not a Tidegate data folder");
    } catch (AccessDeniedException e) {
      throw new JournalRefusedException(file, 0, "cannot be read: permission denied");
    } catch (IOException e) {
      throw new JournalRefusedException(file, 0, "cannot be read: " + e.getMessage());
    }
    check(file, bytes);
    return new Folder(path, Arrays.copyOfRange(bytes, 16, 32), Bytes.sha256().digest(bytes));
  }

  private static void check(Path file, byte[] bytes) throws JournalRefusedException {
    if (!Bytes.startsWith(bytes, "TIDEGATE"))
      throw new JournalRefusedException(file, 0, "foreign: does not begin with TIDEGATE");
    if (bytes.length >= 12) checkVersion(file, bytes);
    if (bytes.length != SIZE)
      throw new JournalRefusedException(file, 0, "damaged: is not " + SIZE + " bytes long");
    if (Bytes.crc32c(bytes, 0, 60) != Bytes.u32(bytes, 60))
      throw new JournalRefusedException(file, 60, "damaged: the checksum does not fit");
  }

  /** All three kinds of file have their version at offset 8. */
  static void checkVersion(Path file, byte[] head) throws JournalRefusedException {
    long version = Bytes.u32(head, 8);
    if (version > VERSION)
      throw new JournalRefusedException(
          file, 8, "newer: has format version " + version + ", known are 1 and " + VERSION);
  }

  /** Whether files of this version are described in the document. */
  static boolean knows(long version) {
    return version >= 1 && version <= VERSION;
  }

  /** The id in hexadecimal. */
  public String idText() {
    return HexFormat.of().formatHex(id);
  }

  Path segment(long number) {
    return path.resolve(String.format(Locale.ROOT, "journal-%08d.seg", number));
  }

  Path snapshot(long sequence) {
    return path.resolve(String.format(Locale.ROOT, "snapshot-%020d.snap", sequence));
  }

  /**
   * How many segments there are: 1, 2, 3 … up to this number.
   *
   * @throws JournalRefusedException if one is missing while a later one is there
   */
  long segments() throws IOException {
    TreeSet<Long> numbers = numbers("journal-", ".seg");
    numbers.removeIf(number -> number < 1 || !Files.exists(segment(number)));
    long last = numbers.isEmpty() ? 0 : numbers.last();
    for (long number = 1; number <= last; number++)
      if (!numbers.contains(number) && !Files.exists(segment(number)))
        throw new JournalRefusedException(
            segment(number), 0, "damaged: is missing, while a later segment is there");
    return last;
  }

  /** The sequences that snapshots carry in their names. */
  TreeSet<Long> snapshots() throws IOException {
    TreeSet<Long> numbers = numbers("snapshot-", ".snap");
    numbers.removeIf(number -> !Files.exists(snapshot(number)));
    return numbers;
  }

  /** The numbers in names of this form; one written otherwise than the format does is not ours. */
  private TreeSet<Long> numbers(String before, String behind) throws IOException {
    TreeSet<Long> numbers = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, before + "*" + behind)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String digits = name.substring(before.length(), name.length() - behind.length());
        if (isNumber(digits)) numbers.add(Long.parseUnsignedLong(digits));
      }
    }
    return numbers;
  }

  /** Of at most 19 digits that count; more fit no signed number. */
  private static boolean isNumber(String digits) {
    return !digits.isEmpty()
        && digits.chars().allMatch(c -> c >= '0' && c <= '9')
        && (digits.length() < 20 || (digits.length() == 20 && digits.startsWith("0")));
  }
}
