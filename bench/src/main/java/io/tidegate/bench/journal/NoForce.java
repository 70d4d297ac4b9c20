package io.tidegate.bench.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A disk that promises nothing: it writes and never forces. What a store still takes on it is the
 * work of the processor.
 */
record NoForce(Disk disk) implements Disk {

  @Override
  public String place() {
    return disk.place();
  }

  @Override
  public List<String> names() throws IOException {
    return disk.names();
  }

  @Override
  public DiskFile create(String name) throws IOException {
    return new Unforced(disk.create(name));
  }

  @Override
  public DiskFile open(String name) throws IOException {
    return new Unforced(disk.open(name));
  }

  @Override
  public DiskFile openToRead(String name) throws IOException {
    return disk.openToRead(name);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(name);
  }

  @Override
  public void forceFolder() {}

  @Override
  public Closeable lock(String name) throws IOException {
    return disk.lock(name);
  }

  private record Unforced(DiskFile file) implements DiskFile {
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
      file.write(position, bytes);
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      return file.read(position, into);
    }

    @Override
    public void force(boolean metadata) {}

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
