package io.tidegate.lab.script;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.graalvm.polyglot.io.FileSystem;

/**
 * What scripts can import: files, libraries by their address, which are fetched once and kept, and
 * the modules of k6, which lie beside this class. Read only. Any thread.
 */
final class ScriptFiles implements FileSystem {

  private static final Path BUILTIN = Path.of("/~k6");
  private static final Path REMOTE = Path.of("/~remote");

  private final RemoteModules remote;
  private final Map<Path, byte[]> read = new ConcurrentHashMap<>();

  ScriptFiles(RemoteModules remote) {
    this.remote = remote;
  }

  /** Whether this is a module of k6 that is here. */
  static boolean isBuiltin(String name) {
    return ScriptFiles.class.getResource(resource(name)) != null;
  }

  private static String resource(String name) {
    return "modules/" + name + ".js";
  }

  /** The text of a module of k6. */
  static String builtin(String name) throws IOException {
    try (InputStream in = ScriptFiles.class.getResourceAsStream(resource(name))) {
      if (in == null) throw new NoSuchFileException(name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public Path parsePath(URI uri) {
    if ("file".equals(uri.getScheme())) return Path.of(uri);
    String path = uri.getPath() == null ? "" : uri.getPath();
    return REMOTE.resolve(uri.getHost() + path);
  }

  @Override
  public Path parsePath(String path) {
    if (!path.equals("k6") && !path.startsWith("k6/")) return Path.of(path);
    return BUILTIN.resolve(path);
  }

  @Override
  public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options)
      throws IOException {
    if (modes.contains(AccessMode.WRITE)) throw new SecurityException("scripts write no files");
    if (isReal(path)) path.getFileSystem().provider().checkAccess(path, AccessMode.READ);
    else bytes(path);
  }

  private static boolean isReal(Path path) {
    return !path.startsWith(BUILTIN) && !path.startsWith(REMOTE);
  }

  private byte[] bytes(Path path) throws IOException {
    byte[] known = read.get(path);
    if (known != null) return known;
    byte[] bytes = load(path);
    read.put(path, bytes);
    return bytes;
  }

  private byte[] load(Path path) throws IOException {
    if (path.startsWith(REMOTE)) return remote.get(REMOTE.relativize(path).toString());
    if (!path.startsWith(BUILTIN)) return Files.readAllBytes(path);
    String name = BUILTIN.relativize(path).toString();
    if (!isBuiltin(name)) throw new NoSuchFileException(name, null, Modules.absent(name));
    return builtin(name).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return new Bytes(bytes(path));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    if (isReal(path)) return Files.readAttributes(path, names, options);
    return Map.of("isRegularFile", true, "isDirectory", false, "size", (long) bytes(path).length);
  }

  @Override
  public Path toAbsolutePath(Path path) {
    return path.toAbsolutePath();
  }

  @Override
  public Path toRealPath(Path path, LinkOption... options) throws IOException {
    return isReal(path) ? path.toRealPath(options) : path;
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) {
    throw new SecurityException("scripts write no files");
  }

  @Override
  public void delete(Path path) {
    throw new SecurityException("scripts write no files");
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) {
    throw new SecurityException("scripts list no folders");
  }

  /** Bytes as a channel. */
  private static final class Bytes implements SeekableByteChannel {

    private final byte[] bytes;
    private int at;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer to) {
      if (at >= bytes.length) return -1;
      int count = Math.min(to.remaining(), bytes.length - at);
      to.put(bytes, at, count);
      at += count;
      return count;
    }

    @Override
    public int write(ByteBuffer from) {
      throw new NonWritableChannelException();
    }

    @Override
    public long position() {
      return at;
    }

    @Override
    public SeekableByteChannel position(long position) {
      at = Math.toIntExact(position);
      return this;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
