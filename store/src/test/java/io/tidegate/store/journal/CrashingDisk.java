package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import io.tidegate.store.disk.RealDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * A real folder under a process that dies at a given step. What it did before stays as the system
 * has it; locks go, as they do with a process.
 */
final class CrashingDisk implements Disk {
  /** The process is dead. */
  static final class Death extends RuntimeException {}

  private final RealDisk real;
  private int left;

  CrashingDisk(Path folder, int steps) throws IOException {
    this.real = RealDisk.at(folder);
    this.left = steps;
  }

  boolean dead() {
    return left <= 0;
  }

  private void step() {
    if (left > 0) left--;
    if (dead()) throw new Death();
  }

  @Override
  public String place() {
    return real.place();
  }

  @Override
  public List<String> names() throws IOException {
    return real.names();
  }

  @Override
  public DiskFile create(String name) throws IOException {
    step();
    return new MortalFile(real.create(name));
  }

  @Override
  public DiskFile open(String name) throws IOException {
    return new MortalFile(real.open(name));
  }

  @Override
  public DiskFile openToRead(String name) throws IOException {
    return real.openToRead(name);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    step();
    real.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    step();
    real.delete(name);
  }

  @Override
  public void forceFolder() throws IOException {
    step();
    real.forceFolder();
  }

  @Override
  public Closeable lock(String name) throws IOException {
    return real.lock(name);
  }

  private final class MortalFile implements DiskFile {
    private final DiskFile file;

    MortalFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void write(long position, ByteBuffer bytes) throws IOException {
      int half = bytes.position() + bytes.remaining() / 2;
      if (left == 1) file.write(position, bytes.duplicate().limit(half));
      step();
      file.write(position, bytes);
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      return file.read(position, into);
    }

    @Override
    public void force(boolean metadata) throws IOException {
      step();
      file.force(metadata);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
