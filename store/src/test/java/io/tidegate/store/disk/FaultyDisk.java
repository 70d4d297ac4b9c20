package io.tidegate.store.disk;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that does to its files what disks do on bad days, by a seed.
 *
 * <h2>What it holds</h2>
 *
 * Every file has what programs see (the page cache) and what is on the medium; so has the folder
 * with its names. {@code force} carries one to the other, file by file, and the folder apart.
 * {@link #reboot} is a power cut: of what was not forced each sector of 512 bytes may have reached
 * the medium or not, in any order, one sector perhaps in part (down to 8 bytes), and of the names
 * each change. At some power cuts, and at some forces that fail, blocks of 4 KiB in which something
 * was not forced are destroyed as a whole, with what was forced there before: some disks write no
 * less than a block, and leave anything of one they were writing. {@link #restart} kills the
 * process alone: what programs saw stays visible, and is still not durable.
 *
 * <h2>What it does when told</h2>
 *
 * Power cut at the n-th step (a step is anything that changes files or names, or forces them; a
 * write is cut in its midst); a write that fails after a part; a force that fails, after which the
 * bytes are lost though they may be seen for a while; a full disk; flipped bits.
 *
 * <p>Several threads may use it; the same seed then need not do the same twice.
 */
public final class FaultyDisk implements Disk {
  private static final int SECTOR = 512;
  private static final int BLOCK = 4096;

  private final SplittableRandom random;
  private final Map<String, Inode> names;
  private final Map<String, Inode> durableNames;
  private final List<NameChange> unforcedNames = new ArrayList<>();

  private long capacity = Long.MAX_VALUE;
  private long steps;
  private long cutAtStep = Long.MAX_VALUE;
  private long failAtStep = Long.MAX_VALUE;
  private int forcedMost;
  private boolean down;
  private boolean locked;
  private boolean readOnly;

  /** An empty disk. */
  public FaultyDisk(long seed) {
    this(new SplittableRandom(seed), new TreeMap<>(), new TreeMap<>());
  }

  private FaultyDisk(
      SplittableRandom random, Map<String, Inode> names, Map<String, Inode> durableNames) {
    this.random = random;
    this.names = names;
    this.durableNames = durableNames;
  }

  // ---- what a test does to it ----

  /** Steps so far. */
  public synchronized long steps() {
    return steps;
  }

  /** Bytes that the largest force so far, or since it was last asked, made durable at one time. */
  public synchronized int takeForcedMost() {
    int most = forcedMost;
    forcedMost = 0;
    return most;
  }

  /** Cuts the power at that step from now, 1 being the next. */
  public synchronized void cutPowerIn(long step) {
    cutAtStep = steps + step;
  }

  /** Lets the first write or force at that step from now, or later, fail; once. */
  public synchronized void failIn(long step) {
    failAtStep = steps + step;
  }

  /** From now on all files together take at most that many bytes more than they do now. */
  public synchronized void spare(long bytes) {
    capacity = bytes == Long.MAX_VALUE ? bytes : used() + bytes;
  }

  /** From now on nothing can be changed, as on a file system that is mounted read-only. */
  public synchronized void readOnly() {
    readOnly = true;
  }

  /** Whether the power was cut. */
  public synchronized boolean isDown() {
    return down;
  }

  /** The disk as the next boot finds it after a power cut now. This one is dead. */
  public synchronized FaultyDisk reboot() {
    down = true;
    Map<String, Inode> found = new TreeMap<>();
    for (Map.Entry<String, Inode> entry : survivingNames().entrySet())
      found.put(entry.getKey(), entry.getValue().afterPowerCut(random));
    return new FaultyDisk(random, found, new TreeMap<>(found));
  }

  /** Another disk with the same durable content. */
  public synchronized FaultyDisk copy() {
    Map<String, Inode> copies = new TreeMap<>();
    for (Map.Entry<String, Inode> entry : durableNames.entrySet())
      copies.put(entry.getKey(), entry.getValue().copy());
    return new FaultyDisk(random, copies, new TreeMap<>(copies));
  }

  /**
   * The disk as a new process finds it when the old one was killed now and the machine went on.
   * This one is dead.
   */
  public synchronized FaultyDisk restart() {
    down = true;
    FaultyDisk next = new FaultyDisk(random, names, durableNames);
    next.unforcedNames.addAll(unforcedNames);
    return next;
  }

  /** Flips one bit of a file, on the medium and in the cache. */
  public synchronized void flip(String name, long offset, int bit) {
    inode(name).flip((int) offset, bit);
  }

  /** From now on the block of a file that holds this offset cannot be read. */
  public synchronized void unreadable(String name, long offset) {
    inode(name).unreadable = offset / BLOCK * BLOCK;
  }

  /** What a program would read. */
  public synchronized byte[] content(String name) {
    Inode inode = inode(name);
    return Arrays.copyOf(inode.seen, inode.size);
  }

  /** Puts a file there, durable. */
  public synchronized void put(String name, byte[] content) {
    Inode inode = new Inode();
    inode.write(0, ByteBuffer.wrap(content));
    inode.force();
    names.put(name, inode);
    durableNames.put(name, inode);
  }

  /** Takes a file away, durably. */
  public synchronized void remove(String name) {
    names.remove(name);
    durableNames.remove(name);
  }

  // ---- Disk ----

  @Override
  public String place() {
    return "faulty";
  }

  @Override
  public synchronized List<String> names() {
    alive();
    return List.copyOf(names.keySet());
  }

  @Override
  public synchronized DiskFile create(String name) throws IOException {
    step("create " + name);
    Inode inode = new Inode();
    names.put(name, inode);
    unforcedNames.add(new NameChange(null, name, inode));
    return new OpenFile(name, inode, true);
  }

  @Override
  public synchronized DiskFile open(String name) throws IOException {
    return new OpenFile(name, existing(name), true);
  }

  @Override
  public synchronized DiskFile openToRead(String name) throws IOException {
    return new OpenFile(name, existing(name), false);
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    Inode inode = existing(from);
    step("rename " + from);
    names.remove(from);
    names.put(to, inode);
    unforcedNames.add(new NameChange(from, to, inode));
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    step("delete " + name);
    if (names.remove(name) != null) unforcedNames.add(new NameChange(name, null, null));
  }

  @Override
  public synchronized void forceFolder() throws IOException {
    step("force the folder");
    failNow("forcing the folder failed");
    durableNames.clear();
    durableNames.putAll(names);
    unforcedNames.clear();
  }

  @Override
  public synchronized Closeable lock(String name) throws IOException {
    alive();
    if (locked) throw new DiskInUseException(place(), "this process");
    writable();
    if (!names.containsKey(name)) create(name).close();
    locked = true;
    return this::unlock;
  }

  // ---- how it works ----

  private synchronized void unlock() {
    locked = false;
  }

  private void alive() {
    if (down) throw new PowerCutException("the power is off");
  }

  private boolean cutsNow() {
    alive();
    down = ++steps >= cutAtStep;
    return down;
  }

  private void step(String what) throws IOException {
    writable();
    if (cutsNow()) throw new PowerCutException(what);
  }

  private void writable() throws IOException {
    if (readOnly) throw new FileSystemException(place(), null, "Read-only file system");
  }

  private boolean failsNow() {
    if (steps < failAtStep) return false;
    failAtStep = Long.MAX_VALUE;
    return true;
  }

  private void failNow(String what) throws IOException {
    if (failsNow()) throw new IOException(what);
  }

  private Inode existing(String name) throws IOException {
    alive();
    Inode inode = names.get(name);
    if (inode == null) throw new FileNotFoundException(name);
    return inode;
  }

  private Inode inode(String name) {
    Inode inode = names.get(name);
    if (inode == null) throw new IllegalArgumentException("no file " + name);
    return inode;
  }

  private long used() {
    return names.values().stream().mapToLong(inode -> inode.size).sum();
  }

  private Map<String, Inode> survivingNames() {
    Map<String, Inode> found = new TreeMap<>(durableNames);
    int mode = random.nextInt(4);
    int first = random.nextInt(unforcedNames.size() + 1);
    for (int i = 0; i < unforcedNames.size(); i++) {
      boolean survives =
          mode == 0 || (mode == 1 && i < first) || (mode == 2 && random.nextBoolean());
      if (survives) unforcedNames.get(i).applyTo(found);
    }
    return found;
  }

  private record NameChange(@Nullable String from, @Nullable String to, @Nullable Inode inode) {
    void applyTo(Map<String, Inode> names) {
      if (from != null) names.remove(from);
      if (to != null && inode != null) names.put(to, inode);
    }
  }

  /**
   * A file's bytes, seen and durable, and for each sector that differs what it has been since the
   * last force.
   */
  private static final class Inode {
    private byte[] seen = new byte[0];
    private int size;
    private byte[] durable = new byte[0];
    private int durableSize;
    private long unreadable = Long.MAX_VALUE;
    private final Map<Integer, List<byte[]>> unforced = new TreeMap<>();

    void write(int position, ByteBuffer bytes) {
      if (!bytes.hasRemaining()) return;
      int end = position + bytes.remaining();
      if (end > seen.length) seen = Arrays.copyOf(seen, (end + SECTOR - 1) / SECTOR * SECTOR);
      bytes.get(seen, position, end - position);
      size = Math.max(size, end);
      for (int sector = position / SECTOR; sector * SECTOR < end; sector++) {
        unforced
            .computeIfAbsent(sector, _ -> new ArrayList<>())
            .add(Arrays.copyOfRange(seen, sector * SECTOR, (sector + 1) * SECTOR));
      }
    }

    void force() {
      for (Map.Entry<Integer, List<byte[]>> sector : unforced.entrySet())
        persist(sector.getKey(), sector.getValue().getLast(), SECTOR);
      unforced.clear();
      durableSize = size;
    }

    private void persist(int sector, byte[] bytes, int count) {
      if (durable.length < seen.length) durable = Arrays.copyOf(durable, seen.length);
      System.arraycopy(bytes, 0, durable, sector * SECTOR, count);
    }

    /**
     * A force that failed: some of it may have reached the medium, the rest never will, seen or
     * not.
     */
    void loseUnforced(SplittableRandom random) {
      persistSome(random);
      unforced.clear();
      if (random.nextBoolean()) {
        seen = Arrays.copyOf(durable, Math.max(durable.length, seen.length));
        size = durableSize;
      }
    }

    Inode copy() {
      Inode copy = new Inode();
      copy.durable = durable.clone();
      copy.durableSize = durableSize;
      copy.seen = durable.clone();
      copy.size = durableSize;
      return copy;
    }

    Inode afterPowerCut(SplittableRandom random) {
      Inode found = new Inode();
      found.durable = durable.clone();
      found.durableSize = durableSize;
      found.seen = seen;
      found.size = size;
      found.unforced.putAll(unforced);
      found.persistSome(random);
      found.unforced.clear();
      found.seen = found.durable.clone();
      found.size = found.durableSize;
      return found;
    }

    private void persistSome(SplittableRandom random) {
      persistSectors(random);
      if (random.nextInt(3) == 0) destroyBlocks(random);
    }

    private void destroyBlocks(SplittableRandom random) {
      unforced.keySet().stream()
          .map(sector -> sector * SECTOR / BLOCK)
          .distinct()
          .forEach(block -> destroy(block * BLOCK, random));
    }

    private void destroy(int from, SplittableRandom random) {
      int to = Math.min(durable.length, from + BLOCK);
      int how = random.nextInt(4);
      if (how == 0 || from >= to) return;
      byte[] left = new byte[to - from];
      if (how == 1) random.nextBytes(left);
      if (how == 2) Arrays.fill(left, (byte) 0xff);
      System.arraycopy(left, 0, durable, from, left.length);
    }

    private void persistSectors(SplittableRandom random) {
      int mode = random.nextInt(5);
      int torn = unforced.isEmpty() ? -1 : random.nextInt(unforced.size());
      int i = 0;
      for (Map.Entry<Integer, List<byte[]>> sector : unforced.entrySet()) {
        List<byte[]> versions = sector.getValue();
        boolean reaches =
            mode == 0
                || (mode == 1 && i <= torn)
                || (mode == 2 && random.nextBoolean())
                || (mode == 3 && i >= torn);
        boolean inPart = i == torn && mode != 0 && random.nextInt(4) == 0;
        int count = inPart ? 8 * random.nextInt(SECTOR / 8) : SECTOR;
        if (reaches) persist(sector.getKey(), versions.get(random.nextInt(versions.size())), count);
        i++;
      }
      if (mode == 0 || random.nextBoolean())
        durableSize =
            random.nextBoolean()
                ? size
                : durableSize + random.nextInt(Math.abs(size - durableSize) + 1);
      if (durable.length < durableSize) durable = Arrays.copyOf(durable, durableSize);
    }

    void flip(int offset, int bit) {
      seen[offset] ^= (byte) (1 << bit);
      if (offset < durable.length) durable[offset] ^= (byte) (1 << bit);
    }
  }

  private final class OpenFile implements DiskFile {
    private final String name;
    private final Inode inode;
    private final boolean writable;

    OpenFile(String name, Inode inode, boolean writable) {
      this.name = name;
      this.inode = inode;
      this.writable = writable;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long size() {
      synchronized (FaultyDisk.this) {
        alive();
        return inode.size;
      }
    }

    @Override
    public void write(long position, ByteBuffer bytes) throws IOException {
      synchronized (FaultyDisk.this) {
        if (!writable) throw new IOException(name + " is open to read");
        boolean cut = cutsNow();
        boolean fails = failsNow();
        long room =
            capacity == Long.MAX_VALUE ? Long.MAX_VALUE : capacity - used() + inode.size - position;
        boolean full = bytes.remaining() > room;
        if (full) writePart(position, bytes, (int) Math.max(0, room));
        else if (cut || fails) writePart(position, bytes, random.nextInt(bytes.remaining() + 1));
        else inode.write((int) position, bytes);
        if (cut) throw new PowerCutException("write to " + name);
        if (full) throw new IOException("No space left on device");
        if (fails) throw new IOException("writing " + name + " failed");
      }
    }

    private void writePart(long position, ByteBuffer bytes, int count) {
      inode.write((int) position, bytes.duplicate().limit(bytes.position() + count));
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      synchronized (FaultyDisk.this) {
        alive();
        int count = (int) Math.max(0, Math.min(into.remaining(), inode.size - position));
        if (position + count > inode.unreadable && position < inode.unreadable + BLOCK)
          throw new IOException(
              "faulty/"
                  + name
                  + " cannot be read at offset "
                  + Math.max(position, inode.unreadable));
        into.put(inode.seen, (int) position, count);
        return count;
      }
    }

    @Override
    public void force(boolean metadata) throws IOException {
      synchronized (FaultyDisk.this) {
        if (cutsNow()) {
          if (random.nextBoolean()) inode.force();
          throw new PowerCutException("force of " + name);
        }
        if (failsNow()) {
          inode.loseUnforced(random);
          throw new IOException("forcing " + name + " failed");
        }
        forcedMost = Math.max(forcedMost, inode.unforced.size() * SECTOR);
        inode.force();
      }
    }

    @Override
    public void close() {}
  }
}
