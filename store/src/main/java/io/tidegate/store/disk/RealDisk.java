package io.tidegate.store.disk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Disk} on a folder of the file system. Only the owner may read its files (mode 0600, a
 * new folder 0700).
 */
public final class RealDisk implements Disk {
  private static final Logger LOG = LoggerFactory.getLogger(RealDisk.class);

  // POSIX drops a process's locks on a file when it closes any descriptor of that file, so a second
  // try in this process must not even open it.
  private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final boolean posix;

  private RealDisk(Path folder) {
    this.folder = folder;
    this.posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * The folder at that path, made if it is not there; its own name is durable then.
   *
   * @throws IOException if the path is no folder and none can be made there
   */
  public static RealDisk at(Path folder) throws IOException {
    RealDisk disk = new RealDisk(folder.toAbsolutePath().normalize());
    DurableFolder.make(disk.folder, disk.permissions("rwx------"));
    return disk;
  }

  /**
   * The folder at that path, which must be there; for readers.
   *
   * @throws IOException if it is not
   */
  public static RealDisk existing(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) throw new NotDirectoryException(folder.toString());
    return new RealDisk(folder.toAbsolutePath().normalize());
  }

  @Override
  public String place() {
    return folder.toString();
  }

  @Override
  public List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public DiskFile create(String name) throws IOException {
    Set<OpenOption> options = Set.of(CREATE, TRUNCATE_EXISTING, READ, WRITE);
    Path path = folder.resolve(name);
    return new RealFile(path, FileChannel.open(path, options, permissions("rw-------")));
  }

  @Override
  public DiskFile open(String name) throws IOException {
    Path path = folder.resolve(name);
    return new RealFile(path, FileChannel.open(path, READ, WRITE));
  }

  @Override
  public DiskFile openToRead(String name) throws IOException {
    Path path = folder.resolve(name);
    return new RealFile(path, FileChannel.open(path, READ));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  @Override
  public void forceFolder() throws IOException {
    DurableFolder.force(folder);
  }

  @Override
  public Closeable lock(String name) throws IOException {
    Path path = folder.toRealPath().resolve(name);
    if (!LOCKED_HERE.add(path)) throw new DiskInUseException(place(), "this process");
    try {
      FileChannel channel = lockFile(path);
      return () -> {
        channel.close();
        LOCKED_HERE.remove(path);
      };
    } catch (IOException | RuntimeException e) {
      LOCKED_HERE.remove(path);
      throw e;
    }
  }

  private FileChannel lockFile(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path, Set.of(CREATE, READ, WRITE), permissions("rw-------"));
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) throw new DiskInUseException(place(), holder(channel));
      leaveNote(channel);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  // For people; a full disk must not keep us from starting on what is there.
  private static void leaveNote(FileChannel channel) {
    byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    try {
      channel.truncate(channel.write(ByteBuffer.wrap(pid), 0));
    } catch (IOException e) {
      LOG.warn("the lock file may name a process that is gone: {}", e.toString());
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    channel.read(pid, 0);
    return pid.position() == 0
        ? "another process"
        : "process " + new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
  }

  private FileAttribute<?>[] permissions(String permissions) {
    if (!posix) return new FileAttribute<?>[0];
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }

  private static final class RealFile implements DiskFile {
    private final Path path;
    private final FileChannel channel;

    RealFile(Path path, FileChannel channel) {
      this.path = path;
      this.channel = channel;
    }

    @Override
    public String name() {
      return path.getFileName().toString();
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void write(long position, ByteBuffer bytes) throws IOException {
      long at = position;
      try {
        while (bytes.hasRemaining()) at += channel.write(bytes, at);
      } catch (IOException e) {
        throw told("written at offset " + at, e);
      }
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      int read = 0;
      try {
        while (into.hasRemaining()) {
          int n = channel.read(into, position + read);
          if (n < 0) break;
          read += n;
        }
      } catch (IOException e) {
        throw told("read at offset " + (position + read), e);
      }
      return read;
    }

    @Override
    public void force(boolean metadata) throws IOException {
      try {
        channel.force(metadata);
      } catch (IOException e) {
        throw told("forced", e);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }

    // The system's own text says what happened, but not to which file and where in it.
    private IOException told(String what, IOException e) {
      if (e instanceof FileSystemException) return e;
      return new IOException(path + " cannot be " + what + ": " + e.getMessage(), e);
    }
  }
}
