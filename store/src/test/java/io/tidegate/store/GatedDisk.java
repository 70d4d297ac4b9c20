package io.tidegate.store;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A disk that several threads may use, one at a time, whatever it is made of; its snapshots can be
 * held up or fail.
 */
public final class GatedDisk implements Disk {

  private static final long WAIT_SECONDS = 20;

  private final Disk disk;
  private volatile @Nullable CountDownLatch gate;
  private volatile boolean failing;

  /** Over any disk, also one for a single thread. */
  public GatedDisk(Disk disk) {
    this.disk = disk;
  }

  /** From now on snapshots wait before their first byte. */
  void holdSnapshots() {
    gate = new CountDownLatch(1);
  }

  /** Lets those that wait, and all later ones, go on. */
  void openGate() {
    CountDownLatch held = gate;
    gate = null;
    if (held != null) held.countDown();
  }

  /** Whether snapshots fail. */
  void failSnapshots(boolean fail) {
    failing = fail;
  }

  private void passGate(String name) throws IOException {
    if (!name.startsWith("snapshot-")) return;
    CountDownLatch held = gate;
    try {
      if (held != null && !held.await(WAIT_SECONDS, TimeUnit.SECONDS))
        throw new IOException("never opened");
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (failing) throw new IOException("no snapshot today");
  }

  @Override
  public String place() {
    return disk.place();
  }

  @Override
  public synchronized List<String> names() throws IOException {
    return disk.names();
  }

  @Override
  public DiskFile create(String name) throws IOException {
    passGate(name);
    synchronized (this) {
      return new GatedFile(disk.create(name));
    }
  }

  @Override
  public synchronized DiskFile open(String name) throws IOException {
    return new GatedFile(disk.open(name));
  }

  @Override
  public synchronized DiskFile openToRead(String name) throws IOException {
    return new GatedFile(disk.openToRead(name));
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    disk.delete(name);
  }

  @Override
  public synchronized void forceFolder() throws IOException {
    disk.forceFolder();
  }

  @Override
  public synchronized Closeable lock(String name) throws IOException {
    return disk.lock(name);
  }

  private final class GatedFile implements DiskFile {
    private final DiskFile file;

    GatedFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public long size() throws IOException {
      synchronized (GatedDisk.this) {
        return file.size();
      }
    }

    @Override
    public void write(long position, ByteBuffer bytes) throws IOException {
      synchronized (GatedDisk.this) {
        file.write(position, bytes);
      }
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      synchronized (GatedDisk.this) {
        return file.read(position, into);
      }
    }

    @Override
    public void force(boolean metadata) throws IOException {
      synchronized (GatedDisk.this) {
        file.force(metadata);
      }
    }

    @Override
    public void close() throws IOException {
      synchronized (GatedDisk.this) {
        file.close();
      }
    }
  }
}
