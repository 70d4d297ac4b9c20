package io.tidegate.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Writes data folders byte by byte, from {@code docs/journal-format.md} alone: with nothing of the
 * reader under test in it. Records are collected and written when {@link #write} is called.
 */
final class FolderWriter {
  static final int HEAD = 4096;
  static final int RECORD_HEAD = 64;
  static final int BLOCK = 4096;
  static final long START_MS = 1_700_000_000_000L;
  static final byte[] ID = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  final Path path;
  private static final int VERSION = 2;
  private final byte[] folder;
  private final int version;
  private final List<byte[]> segments = new ArrayList<>();
  private final int segmentBytes;
  private int end;
  private int closed;
  private long closedMs;

  /** Where each record begins, by its sequence less one: segment and offset. */
  final List<Place> places = new ArrayList<>();

  /** Chain values, by sequence; the first is that of the folder. */
  final List<byte[]> chains = new ArrayList<>();

  /** A place in a segment. */
  record Place(int segment, int offset) {}

  FolderWriter(Path path, int segmentBytes) {
    this(path, segmentBytes, VERSION);
  }

  FolderWriter(Path path, int segmentBytes, int version) {
    this.path = path;
    this.version = version;
    this.folder = folderFile(version);
    this.segmentBytes = segmentBytes;
    chains.add(sha(folder));
  }

  /** The 64 bytes of the file {@code folder}. */
  static byte[] folderFile(int version) {
    ByteBuffer bytes = ByteBuffer.allocate(64);
    bytes.put(ascii("TIDEGATE")).putInt(version).putInt(0).put(ID).putLong(START_MS);
    return bytes.putInt(60, crc(bytes.array(), 0, 60)).array();
  }

  /** A batch with these events. */
  FolderWriter batch(long timeMs, Body body) {
    return record(1, timeMs, body.count(), body.bytes());
  }

  /** A clean stop, which vouches for itself if nothing follows. */
  FolderWriter closing(long timeMs) {
    closedMs = timeMs;
    closed = chains.size();
    return record(2, timeMs, 0, new byte[0]);
  }

  /** A leader's record; its outage is at hand where {@code until} is not 0. */
  FolderWriter leader(long timeMs, long term, long instance, long from, long until) {
    Body body = new Body().i64(term).i64(instance).i64(-instance).text("10.0.0.1:8082");
    return record(3, timeMs, 0, body.text("a home").i64(from).i64(until).bytes());
  }

  FolderWriter record(int kind, long timeMs, int count, byte[] body) {
    int unit = version == 1 ? 8 : BLOCK;
    return place(recordOf(unit, chains.size(), kind, timeMs, count, body, chains.getLast()), true);
  }

  /** The bytes of a record, padded, with chain value and checksum. */
  static byte[] recordOf(
      long sequence, int kind, long timeMs, int count, byte[] body, byte[] before) {
    return recordOf(BLOCK, sequence, kind, timeMs, count, body, before);
  }

  private static byte[] recordOf(
      int unit, long sequence, int kind, long timeMs, int count, byte[] body, byte[] before) {
    int length = RECORD_HEAD + body.length;
    byte[] bytes = new byte[(length + unit - 1) / unit * unit];
    ByteBuffer record = ByteBuffer.wrap(bytes);
    record.putInt(4, length).putLong(8, sequence).putLong(16, timeMs).put(24, (byte) kind);
    record.putInt(28, count).put(RECORD_HEAD, body);
    record.put(32, sha(Arrays.copyOfRange(bytes, 4, 32), before, body));
    return sealed(bytes);
  }

  /** With its checksum made anew. */
  static byte[] sealed(byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(ID);
    crc.update(record, 4, record.length - 4);
    ByteBuffer.wrap(record).putInt(0, (int) crc.getValue());
    return record;
  }

  /** Puts any bytes where the next record would stand. */
  FolderWriter place(byte[] bytes, boolean asRecord) {
    if (segments.isEmpty() || segmentBytes - end < bytes.length) segment();
    places.add(new Place(segments.size(), end));
    System.arraycopy(bytes, 0, segments.getLast(), end, bytes.length);
    end += bytes.length;
    if (asRecord) chains.add(Arrays.copyOfRange(bytes, 32, 64));
    return this;
  }

  /** Begins the next segment, whether the last one is full or not. */
  FolderWriter segment() {
    byte[] bytes = new byte[segmentBytes];
    ByteBuffer segment = ByteBuffer.wrap(bytes);
    segment.put(ascii("TIDESEGM")).putInt(version).putInt(HEAD).put(ID);
    segment.putLong(segments.size() + 1).putLong(segmentBytes);
    segment.putInt(HEAD - 4, crc(bytes, 0, HEAD - 4));
    segments.add(bytes);
    end = HEAD;
    return this;
  }

  /** The bytes of a segment, to be spoilt before {@link #write}. */
  byte[] bytes(int segment) {
    return segments.get(segment - 1);
  }

  /** Where the last segment's records end. */
  int end() {
    return end;
  }

  Path segmentFile(int number) {
    return path.resolve(String.format(Locale.ROOT, "journal-%08d.seg", number));
  }

  /** Writes the folder and returns its path. */
  Path write() {
    try {
      Files.createDirectories(path);
      Files.write(path.resolve("folder"), folder);
      for (int number = 1; number <= segments.size(); number++)
        Files.write(segmentFile(number), bytes(number));
      boolean vouched = version > 1 && closed > 0 && closed == chains.size() - 1;
      if (vouched) Files.write(stoppedFile(), stopped(closed, closedMs));
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A chunk of a snapshot. */
  record Section(int id, byte[] body) {}

  /** A snapshot behind this record, with one chunk. */
  byte[] snapshot(long sequence, long timeMs) {
    return snapshot(sequence, timeMs, List.of(new Section(7, new byte[100])));
  }

  /** A snapshot behind this record, with these chunks. */
  byte[] snapshot(long sequence, long timeMs, List<Section> sections) {
    int bodies = sections.stream().mapToInt(section -> section.body().length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(128 + 16 * sections.size() + bodies + 32);
    bytes.put(ascii("TIDESNAP")).putInt(version).putInt(128).put(ID);
    bytes.putLong(sequence).putLong(timeMs).put(chains.get((int) sequence));
    bytes.putInt(124, crc(bytes.array(), 0, 124)).position(128);
    int index = 0;
    for (Section section : sections) chunk(bytes, section.id(), index++, section.body());
    ByteBuffer trailer = ByteBuffer.allocate(16).putLong(bytes.capacity()).putLong(bodies);
    chunk(bytes, -1, index, trailer.array());
    return bytes.array();
  }

  private static void chunk(ByteBuffer out, int section, int index, byte[] body) {
    ByteBuffer chunk = ByteBuffer.allocate(16 + body.length).position(4);
    chunk.putInt(body.length).putInt(section).putInt(index).put(body);
    chunk.putInt(0, crc(chunk.array(), 4, chunk.capacity()));
    out.put(chunk.array());
  }

  /** The file of a clean stop behind this record. */
  byte[] stopped(long sequence, long timeMs) {
    ByteBuffer bytes = ByteBuffer.allocate(96);
    bytes.put(ascii("TIDESTOP")).putInt(2).putInt(0).put(ID).putLong(sequence).putLong(timeMs);
    bytes.put(chains.get((int) sequence));
    return bytes.putInt(92, crc(bytes.array(), 0, 92)).array();
  }

  Path stoppedFile() {
    return path.resolve("stopped");
  }

  Path snapshotFile(long sequence) {
    return path.resolve(String.format(Locale.ROOT, "snapshot-%020d.snap", sequence));
  }

  static int crc(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  static byte[] sha(byte[]... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) sha.update(part);
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
