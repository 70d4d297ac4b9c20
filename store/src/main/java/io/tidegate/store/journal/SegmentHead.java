package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A segment's first page. */
final class SegmentHead {
  private static final int VERSION = 8;
  private static final int HEAD_BYTES = 12;
  private static final int FOLDER_ID = 16;
  private static final int NUMBER = 32;
  private static final int SIZE = 40;
  private static final int CRC = Format.SEGMENT_HEAD_BYTES - 4;

  private SegmentHead() {}

  static ByteBuffer make(Folder folder, int number, long size) {
    ByteBuffer head = ByteBuffer.allocate(Format.SEGMENT_HEAD_BYTES);
    head.putLong(0, Format.SEGMENT_MAGIC);
    head.putInt(VERSION, Format.VERSION);
    head.putInt(HEAD_BYTES, Format.SEGMENT_HEAD_BYTES);
    folder.putId(head, FOLDER_ID);
    head.putLong(NUMBER, number);
    head.putLong(SIZE, size);
    return head.putInt(CRC, Format.crc(new CRC32C(), head, 0, CRC));
  }

  /** The format's version that a segment whose head is whole was made in. */
  static int version(DiskFile file) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(VERSION + Integer.BYTES);
    if (file.read(0, head) < head.capacity())
      throw new IOException(file.name() + " cannot be read any more");
    return head.getInt(VERSION);
  }

  /** Checks the head and returns the file's size. */
  static long read(Disk disk, Folder folder, DiskFile file, int number) throws IOException {
    String name = Format.segmentName(number);
    ByteBuffer head = ByteBuffer.allocate(Format.SEGMENT_HEAD_BYTES);
    if (file.read(0, head) < Format.SEGMENT_HEAD_BYTES)
      throw damage(disk, name, "the file ends within its head");
    if (head.getLong(0) != Format.SEGMENT_MAGIC)
      throw damage(disk, name, "it does not begin like a segment");
    Folder.refuseNewer(disk, name, head.getInt(VERSION));
    if (head.getInt(CRC) != Format.crc(new CRC32C(), head, 0, CRC))
      throw damage(disk, name, "the head's checksum does not fit its bytes");
    if (!folder.hasId(head, FOLDER_ID))
      throw damage(disk, name, "it belongs to another data folder");
    if (head.getLong(NUMBER) != number)
      throw damage(disk, name, "by its head it is segment " + head.getLong(NUMBER));
    if (head.getLong(SIZE) != file.size())
      throw damage(
          disk, name, "it is " + file.size() + " bytes long and by its head " + head.getLong(SIZE));
    return file.size();
  }

  private static DamageException damage(Disk disk, String name, String what) {
    return new DamageException(disk.place(), name, 0, 0, what);
  }
}
