package io.tidegate.lab.archive;

import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.script.JsonTree;
import io.tidegate.lab.script.ScriptException;
import io.tidegate.lab.script.ScriptSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A script with all that it reads, and with the options and the environment that it is to run with:
 * what {@code k6 archive} writes, and {@code k6 run} runs.
 *
 * @param main where the script lay
 * @param files what it reads, itself among them, by absolute paths
 * @param options in place of those that the script exports
 */
public record ScriptArchive(
    Path main, Map<Path, byte[]> files, OptionTree options, Map<String, String> env) {

  private static final String METADATA = "metadata.json";
  private static final String DATA = "data";
  private static final String FILE = "file";
  private static final String HTTPS = "https";

  /** Whether a file begins like an archive. */
  public static boolean begins(byte[] head) {
    return Tar.begins(head);
  }

  /**
   * Reads one.
   *
   * @throws IOException if it is none
   */
  public static ScriptArchive read(InputStream in) throws IOException {
    Map<String, byte[]> parts = Tar.read(in);
    byte[] metadata = parts.get(METADATA);
    byte[] data = parts.get(DATA);
    if (metadata == null || data == null)
      throw new IOException("the archive lacks " + (metadata == null ? METADATA : DATA));
    try {
      OptionTree tree = JsonTree.parse(new String(metadata, StandardCharsets.UTF_8));
      String main = tree.text("filename", "");
      if (!main.startsWith("file:///"))
        throw new IOException("the archive says no file as filename, but \"" + main + "\"");
      Map<Path, byte[]> files = new LinkedHashMap<>();
      parts.forEach((name, bytes) -> {
        Path path = path(name);
        if (path != null) files.put(path, bytes);
      });
      Path place = Path.of(main.substring("file://".length())).normalize();
      files.put(place, data);
      return new ScriptArchive(
          place, files, new OptionTree("", tree.tree("options").values()), tree.texts("env"));
    } catch (ScriptException | OptionException e) {
      throw new IOException(METADATA + " of the archive: " + e.getMessage(), e);
    } catch (InvalidPathException e) {
      throw new IOException("the archive has a name that no file has: " + e.getReason(), e);
    }
  }

  private static @Nullable Path path(String name) {
    if (name.startsWith(FILE + "/")) return Path.of(name.substring(FILE.length())).normalize();
    return name.startsWith(HTTPS + "/")
        ? ScriptSource.REMOTE.resolve(name.substring(HTTPS.length() + 1))
        : null;
  }

  /**
   * Writes it.
   *
   * @param all all options that there are, in k6's form
   */
  public void write(Map<String, @Nullable Object> all, long nowMs, OutputStream to)
      throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put(METADATA, metadata(all).getBytes(StandardCharsets.UTF_8));
    byte[] own = files.get(main);
    if (own == null) throw new IOException("the script itself was not read");
    parts.put(DATA, own);
    files.forEach((path, bytes) ->
        parts.put(
            path.startsWith(ScriptSource.REMOTE)
                ? HTTPS + "/" + ScriptSource.REMOTE.relativize(path)
                : FILE + path,
            bytes));
    Tar.write(parts, nowMs, to);
  }

  private String metadata(Map<String, @Nullable Object> options) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("type", "js");
    metadata.put("options", options);
    metadata.put("filename", "file://" + main);
    metadata.put("pwd", "file://" + main.resolveSibling(""));
    metadata.put("env", env);
    metadata.put("compatibilityMode", "extended");
    metadata.put("k6version", "1.8.1");
    metadata.put("goos", "linux");
    return JsonTree.text(new OptionTree("", metadata));
  }
}
