package io.tidegate.lab.script.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What there is once for all users of a run: arrays, each element as JSON, and files. Any thread.
 */
public final class SharedData {

  /** A file's content, which nobody changes. */
  record Content(byte[] bytes) {}

  /** Reads a file, wherever it is. */
  @FunctionalInterface
  public interface FileReader {
    byte[] read(Path file) throws IOException;
  }

  private final FileReader reader;
  private final Map<String, List<String>> arrays = new ConcurrentHashMap<>();
  private final Map<Path, Content> files = new ConcurrentHashMap<>();

  /** One with nothing in it. */
  public SharedData(FileReader reader) {
    this.reader = reader;
  }

  @Nullable List<String> array(String name) {
    return arrays.get(name);
  }

  List<String> share(String name, List<String> elements) {
    List<String> before = arrays.putIfAbsent(name, List.copyOf(elements));
    return before == null ? elements : before;
  }

  Content file(Path file) throws IOException {
    Content known = files.get(file);
    if (known != null) return known;
    Content read = new Content(reader.read(file));
    Content before = files.putIfAbsent(file, read);
    return before == null ? read : before;
  }
}
