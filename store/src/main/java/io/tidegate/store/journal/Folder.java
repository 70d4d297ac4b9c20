package io.tidegate.store.journal;

import static io.tidegate.store.journal.FolderRefusedException.Reason.DAMAGED;
import static io.tidegate.store.journal.FolderRefusedException.Reason.FOREIGN;
import static io.tidegate.store.journal.FolderRefusedException.Reason.NEWER;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.LogIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code folder}: says that this is a data folder of ours, which one, and in which format.
 *
 * <p>The folder's random id stands in every other file's head and in front of every record's
 * checksum. So bytes of a user inside a record, or bytes that came from another folder, are never
 * taken for a record.
 */
final class Folder {
  private static final int VERSION = 8;
  private static final int ID = 16;
  private static final int CREATED = 32;
  private static final int CRC = Format.FOLDER_BYTES - 4;

  // What a new volume, a first start that a crash cut short, or the folder of a gate that had no
  // rooms may contain.
  private static final Set<String> NEGLIGIBLE =
      Set.of(Format.LOCK, Format.FOLDER + Format.HALF_MADE, "lost+found", "admin.key");

  private final byte[] bytes;

  private Folder(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Refuses a folder that holds something and is not ours, before anything is written there. */
  static void refuseForeign(Disk disk) throws IOException {
    List<String> names = disk.names();
    if (names.contains(Format.FOLDER)) return;
    for (String name : names) {
      if (!NEGLIGIBLE.contains(name)) throw foreign(disk, name);
    }
  }

  /** Reads the folder's identity; makes it where the folder is new. */
  static Folder openOrMake(Disk disk, JournalDependencies dependencies) throws IOException {
    if (disk.names().contains(Format.FOLDER)) return read(disk);
    Folder folder = make(dependencies);
    try {
      folder.write(disk);
    } catch (IOException e) {
      throw Journal.notWritable(disk.place(), e);
    }
    return folder;
  }

  /** Reads the folder's identity. */
  static Folder read(Disk disk) throws IOException {
    if (!disk.names().contains(Format.FOLDER)) throw foreign(disk, null);
    try (DiskFile file = disk.openToRead(Format.FOLDER)) {
      ByteBuffer head = ByteBuffer.allocate(Format.FOLDER_BYTES);
      int read = file.read(0, head);
      if (read < VERSION + 4 || head.getLong(0) != Format.FOLDER_MAGIC) throw foreign(disk, null);
      refuseNewer(disk, Format.FOLDER, head.getInt(VERSION));
      if (read < Format.FOLDER_BYTES || file.size() != Format.FOLDER_BYTES)
        throw damaged(disk, "is " + file.size() + " bytes long instead of " + Format.FOLDER_BYTES);
      if (head.getInt(CRC) != Format.crc(new CRC32C(), head, 0, CRC))
        throw damaged(disk, "its checksum does not fit its bytes");
      return new Folder(head.array());
    }
  }

  static void refuseNewer(Disk disk, String file, int version) throws FolderRefusedException {
    // A version of 0 or less is no version: the checksum will say so.
    if (version <= Format.VERSION) return;
    throw new FolderRefusedException(
        NEWER,
        disk.place()
            + ": "
            + file
            + " has format version "
            + version
            + "; this program reads versions up to "
            + Format.VERSION
            + ". Start the newer program on it.");
  }

  private static Folder make(JournalDependencies dependencies) {
    return new Folder(bytes(dependencies.folderId().get(), dependencies.epochMs().getAsLong()));
  }

  /** What the file holds. */
  static byte[] bytes(byte[] id, long createdMs) {
    byte[] bytes = new byte[Format.FOLDER_BYTES];
    ByteBuffer head = ByteBuffer.wrap(bytes);
    head.putLong(0, Format.FOLDER_MAGIC).putInt(VERSION, Format.VERSION);
    head.put(ID, id, 0, Format.FOLDER_ID_BYTES);
    head.putLong(CREATED, createdMs);
    head.putInt(CRC, Format.crc(new CRC32C(), head, 0, CRC));
    return bytes;
  }

  /** The identity that follows from what the file holds; null if these are no such bytes. */
  static @Nullable LogIdentity identity(byte[] bytes) {
    if (bytes.length != Format.FOLDER_BYTES) return null;
    ByteBuffer head = ByteBuffer.wrap(bytes);
    boolean known =
        head.getLong(0) == Format.FOLDER_MAGIC
            && head.getInt(VERSION) <= Format.VERSION
            && head.getInt(CRC) == Format.crc(new CRC32C(), head, 0, CRC);
    return known ? new Folder(bytes).identity() : null;
  }

  /** Founds a folder with those bytes, where it is not founded yet. */
  static void found(Disk disk, byte[] founding) throws IOException {
    if (!disk.names().contains(Format.FOLDER)) new Folder(founding).write(disk);
  }

  private void write(Disk disk) throws IOException {
    String halfMade = Format.FOLDER + Format.HALF_MADE;
    try (DiskFile file = disk.create(halfMade)) {
      file.write(0, ByteBuffer.wrap(bytes));
      file.force(true);
    }
    disk.rename(halfMade, Format.FOLDER);
    disk.forceFolder();
  }

  private static FolderRefusedException foreign(Disk disk, @Nullable String name) {
    String why =
        name == null
            ? ""
            : ": it has no file '" + Format.FOLDER + "' of ours, but holds '" + name + "'";
    return new FolderRefusedException(
        FOREIGN, disk.place() + " is not a Tidegate data folder" + why);
  }

  private static FolderRefusedException damaged(Disk disk, String what) {
    return new FolderRefusedException(
        DAMAGED, disk.place() + ": the file '" + Format.FOLDER + "' is damaged: " + what);
  }

  /** The folder's id in hexadecimal digits. */
  String id() {
    return HexFormat.of().formatHex(bytes, ID, ID + Format.FOLDER_ID_BYTES);
  }

  /** Which log this folder holds. */
  LogIdentity identity() {
    byte[] id = Arrays.copyOfRange(bytes, ID, ID + Format.FOLDER_ID_BYTES);
    return new LogIdentity(id, firstChain(), bytes);
  }

  /** The first link: what the first record's chain is computed from. */
  byte[] firstChain() {
    return Chain.sha256().digest(bytes);
  }

  /** A checksum that already holds the folder's id, as every record's does. */
  void salt(CRC32C crc) {
    crc.reset();
    crc.update(bytes, ID, Format.FOLDER_ID_BYTES);
  }

  void putId(ByteBuffer head, int at) {
    head.put(at, bytes, ID, Format.FOLDER_ID_BYTES);
  }

  boolean hasId(ByteBuffer head, int at) {
    byte[] theirs = new byte[Format.FOLDER_ID_BYTES];
    head.get(at, theirs);
    return Arrays.equals(theirs, 0, Format.FOLDER_ID_BYTES, bytes, ID, ID + Format.FOLDER_ID_BYTES);
  }
}
