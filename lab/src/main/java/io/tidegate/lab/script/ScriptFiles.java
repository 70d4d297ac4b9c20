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
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.io.FileSystem;

/**
 * What scripts can import: files, libraries by their address, which are fetched once and kept, and
 * the modules of k6, which lie beside this class. Read only. Any thread.
 */
final class ScriptFiles implements FileSystem {

  private static final Path BUILTIN = Path.of("/~k6");
  private static final String HTTPS = "https://";

  /** How many names that nobody exports are made up. */
  private static final int MADE_UP_MAX = 100;

  private static final Pattern MISSING =
      Pattern.compile("The requested module '(.+)' does not provide an export named '([\\w$]+)'");

  private final ScriptSource source;
  private final CommonJs commonJs;
  private final Consumer<String> warnings;
  private final Map<Path, Module> modules = new ConcurrentHashMap<>();
  private final AtomicInteger madeUp = new AtomicInteger();

  /**
   * @param warnings told of modules that k6 will take away, once each
   */
  ScriptFiles(ScriptSource source, CommonJs commonJs, Consumer<String> warnings) {
    this.warnings = warnings;
    this.source = source;
    this.commonJs = commonJs;
  }

  /**
   * A module as imports read it.
   *
   * @param isOwn whether it is an ES module of the script's own, which exports what it says
   */
  private record Module(String text, boolean isOwn, boolean isBuiltin) {

    Module with(String name) {
      String more = isBuiltin ? "\nexport const " + name + " = null;\n" : CommonJs.member(name);
      return new Module(text + more, isOwn, isBuiltin);
    }

    byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Whether a file of the script is CommonJS. */
  boolean isCommonJs(Path path) {
    try {
      return !module(path).isOwn;
    } catch (IOException e) {
      throw new IllegalArgumentException("the module " + path + " cannot be read", e);
    }
  }

  /** The text of a script, whether it lies here or elsewhere. */
  String text(Path path) throws IOException {
    return new String(source.read(path), StandardCharsets.UTF_8);
  }

  /** A file that a script opens. */
  byte[] bytes(Path path) throws IOException {
    if (!isReal(path)) throw new NoSuchFileException(path.toString());
    return source.read(path);
  }

  /**
   * Makes up the name that somebody imports of a module of k6, or of CommonJS, which does not
   * export it: as in k6 it is nothing, and no error until it is called.
   *
   * @return whether that was it, so that what failed can be tried again
   */
  boolean makesUp(PolyglotException failure) {
    Matcher missing = MISSING.matcher(String.valueOf(failure.getMessage()));
    SourceSection importer = failure.getSourceLocation();
    if (!missing.find() || importer == null || importer.getSource().getPath() == null) return false;
    String specifier = missing.group(1);
    String name = missing.group(2);
    Path path = imported(specifier, Path.of(importer.getSource().getPath()));
    Module module = modules.get(path);
    if (module == null || module.isOwn || madeUp.incrementAndGet() > MADE_UP_MAX) return false;
    modules.put(path, module.with(name));
    return true;
  }

  /**
   * The address of what a module names.
   *
   * @param base address of the module
   * @throws IllegalArgumentException if the name is none of a file
   */
  String resolve(String base, String name) {
    if (name.isEmpty())
      throw new IllegalArgumentException("require() can't be used with an empty specifier");
    if (name.startsWith("https://") || name.startsWith("file://")) return name;
    if (!name.startsWith("/") && !name.startsWith("./") && !name.startsWith("../"))
      throw new IllegalArgumentException(
          "The moduleSpecifier \"%s\" couldn't be recognised as something k6 supports."
              .formatted(name));
    Path at = Path.of(URI.create(base).getPath()).resolveSibling(name).normalize();
    return at.startsWith(ScriptSource.REMOTE)
        ? "https://" + ScriptSource.REMOTE.relativize(at)
        : "file://" + at;
  }

  private Path imported(String specifier, Path importer) {
    if (isBuiltin(specifier)) return parsePath(specifier);
    return specifier.contains("://")
        ? parsePath(URI.create(specifier))
        : importer.resolveSibling(specifier).normalize();
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
    String address = uri.toString();
    String place = address.startsWith(HTTPS) ? address.substring(HTTPS.length()) : address;
    return ScriptSource.REMOTE.resolve(place);
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
    if (isReal(path)) source.real(path);
    else module(path);
  }

  private static boolean isReal(Path path) {
    return !path.startsWith(BUILTIN) && !path.startsWith(ScriptSource.REMOTE);
  }

  private Module module(Path path) throws IOException {
    Module known = modules.get(path);
    if (known != null) return known;
    Module read = read(path);
    modules.put(path, read);
    return read;
  }

  private Module read(Path path) throws IOException {
    if (path.startsWith(BUILTIN)) {
      String name = BUILTIN.relativize(path).toString();
      if (!isBuiltin(name)) throw new NoSuchFileException(name, null, Modules.absent(name));
      String successor = Modules.successor(name);
      if (successor != null)
        warnings.accept(
            "%s is deprecated and will be removed in a future release. Please use %s instead."
                .formatted(name, successor));
      return new Module(builtin(name), false, true);
    }
    String text = text(path);
    return commonJs.is(text)
        ? new Module(CommonJs.asModule(path.toString(), text), false, false)
        : new Module(OwnModule.adapted(text), true, false);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return new Bytes(module(path).bytes());
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return Map.of(
        "isRegularFile", true, "isDirectory", false, "size", (long) module(path).bytes().length);
  }

  @Override
  public Path toAbsolutePath(Path path) {
    return path.toAbsolutePath();
  }

  @Override
  public Path toRealPath(Path path, LinkOption... options) throws IOException {
    return isReal(path) ? source.real(path) : path;
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
