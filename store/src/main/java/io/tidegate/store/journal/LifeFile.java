package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import io.tidegate.store.log.LifeSign;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code alive}: when people were served last. It is not part of the journal, and nothing
 * is lost without it: the time of the last record is used then.
 *
 * <p>Two slots are written by turns, so that a crash which tears one leaves the other. It is read
 * before it is first written; any thread writes.
 */
public final class LifeFile implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(LifeFile.class);

  static final String NAME = "alive";

  static final long MAGIC = 0x544944454c494645L; // TIDELIFE
  static final int SLOT_BYTES = 4096;
  static final int SIGN_BYTES = 96;
  private static final int VERSION = 8;
  private static final int BELIEVED = 12;
  private static final int FOLDER_ID = 16;
  private static final int NUMBER = 32;
  private static final int ENGINE = 40;
  private static final int WALL = 48;
  private static final int MONOTONIC = 56;
  private static final int BOOT = 64;
  private static final int BOOT_BYTES = 16;
  private static final int CRC = SIGN_BYTES - 4;

  private final Disk disk;
  private final Folder folder;
  private long number;
  private @Nullable DiskFile file;
  private boolean closed;

  LifeFile(Disk disk, Folder folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /** The newest sign, null if there is none that is whole. */
  public synchronized @Nullable LifeSign read() {
    try {
      return disk.names().contains(NAME) ? newest() : null;
    } catch (IOException e) {
      LOG.warn(
          "{}: {} cannot be read, going by the last record: {}", disk.place(), NAME, e.toString());
      return null;
    }
  }

  private @Nullable LifeSign newest() throws IOException {
    LifeSign newest = null;
    try (DiskFile signs = disk.openToRead(NAME)) {
      for (int slot = 0; slot < 2; slot++) {
        ByteBuffer sign = ByteBuffer.allocate(SIGN_BYTES);
        if (signs.read((long) slot * SLOT_BYTES, sign) < SIGN_BYTES || !whole(sign)) continue;
        if (sign.getLong(NUMBER) <= number) continue;
        number = sign.getLong(NUMBER);
        newest = read(sign);
      }
    }
    return newest;
  }

  private boolean whole(ByteBuffer sign) {
    return sign.getLong(0) == MAGIC
        && sign.getInt(VERSION) == Format.VERSION
        && sign.getInt(CRC) == Format.crc(new CRC32C(), sign, 0, CRC)
        && folder.hasId(sign, FOLDER_ID);
  }

  private static LifeSign read(ByteBuffer sign) {
    byte[] boot = new byte[BOOT_BYTES];
    sign.get(BOOT, boot);
    String hex = HexFormat.of().formatHex(boot);
    return new LifeSign(
        sign.getLong(ENGINE),
        sign.getLong(WALL),
        sign.getLong(MONOTONIC),
        hex.equals("0".repeat(2 * BOOT_BYTES)) ? "" : hex,
        sign.get(BELIEVED) != 0);
  }

  /** Makes a sign durable; does nothing once closed. */
  public synchronized void write(LifeSign sign) throws IOException {
    if (closed) return;
    ByteBuffer bytes = bytes(sign);
    DiskFile signs = file == null ? open() : file;
    signs.write(number % 2 * SLOT_BYTES, bytes);
    signs.force(false);
  }

  private ByteBuffer bytes(LifeSign sign) {
    ByteBuffer bytes = ByteBuffer.allocate(SIGN_BYTES);
    bytes.putLong(0, MAGIC).putInt(VERSION, Format.VERSION);
    bytes.put(BELIEVED, (byte) (sign.believed() ? 1 : 0));
    folder.putId(bytes, FOLDER_ID);
    bytes.putLong(NUMBER, ++number);
    bytes.putLong(ENGINE, sign.engineMs()).putLong(WALL, sign.wallMs());
    bytes.putLong(MONOTONIC, sign.monotonicNs());
    if (!sign.boot().isEmpty()) bytes.put(BOOT, HexFormat.of().parseHex(sign.boot()));
    return bytes.putInt(CRC, Format.crc(new CRC32C(), bytes, 0, CRC));
  }

  /** Its blocks are there before the first sign, so that a sign's force is one write. */
  private DiskFile open() throws IOException {
    boolean there = disk.names().contains(NAME);
    DiskFile opened = there ? disk.open(NAME) : disk.create(NAME);
    try {
      if (opened.size() < 2 * SLOT_BYTES) {
        opened.write(0, ByteBuffer.allocate(2 * SLOT_BYTES));
        opened.force(true);
        disk.forceFolder();
      }
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
    file = opened;
    return opened;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (file != null) file.close();
  }
}
