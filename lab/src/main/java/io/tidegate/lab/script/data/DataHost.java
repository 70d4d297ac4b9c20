package io.tidegate.lab.script.data;

import io.tidegate.lab.script.host.HostFunctions;
import io.tidegate.lab.script.host.JsValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Shared arrays, files and CSV. Confined to the user's thread. */
public final class DataHost {

  private final SharedData shared;
  private final Function<String, Path> paths;
  private final JsValues values;

  /**
   * For one user.
   *
   * @param paths where a file lies that a script names
   */
  public DataHost(SharedData shared, Function<String, Path> paths, JsValues values) {
    this.shared = shared;
    this.paths = paths;
    this.values = values;
  }

  /** Adds its functions. */
  public void addTo(HostFunctions host) {
    host.put("sharedArray", a -> shared.array(a[0].asString()));
    host.put("share", a -> shared.share(a[0].asString(), texts(a[1])));
    host.put("sharedLength", a -> elements(a[0]).size());
    host.put("sharedElement", a -> element(elements(a[0]), a[1].asLong()));
    host.put("filePath", a -> paths.apply(a[0].asString()).toString());
    host.put("fileKind", a -> kind(Path.of(a[0].asString())));
    host.put("fileOpen", a -> content(Path.of(a[0].asString())));
    host.put("fileSize", a -> (double) bytes(a[0]).length);
    host.put("fileRead", a -> values.buffer(part(bytes(a[0]), a[1].asInt(), a[2].asInt())));
    host.put("csv", DataHost::csv);
    host.put("csvNext", a -> ((CsvParser) a[0].asHostObject()).next());
    host.put("csvShare", a -> shared.share(a[0].asString(), rows(a[1].asHostObject())));
  }

  private static List<String> elements(Value array) {
    return array.asHostObject();
  }

  private static List<String> texts(Value array) {
    List<String> texts = new ArrayList<>();
    for (long i = 0; i < array.getArraySize(); i++) {
      Value one = array.getArrayElement(i);
      texts.add(one.isNull() ? "null" : one.asString());
    }
    return texts;
  }

  private static @Nullable String element(List<String> array, long index) {
    return index < array.size() ? array.get((int) index) : null;
  }

  private String kind(Path file) {
    try {
      var _ = shared.file(file);
      return "file";
    } catch (FolderException _) {
      return "folder";
    } catch (IOException _) {
      return "none";
    }
  }

  private Object content(Path file) {
    try {
      return shared.file(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("the file " + file + " cannot be read", e);
    }
  }

  private static byte[] bytes(Value file) {
    return file.<SharedData.Content>asHostObject().bytes();
  }

  private static byte[] part(byte[] bytes, int from, int most) {
    return Arrays.copyOfRange(bytes, from, from + Math.min(most, bytes.length - from));
  }

  /** Of a file, where in it to begin, a delimiter, and what {@link CsvParser} is to do. */
  private static Object csv(Value[] a) {
    return new CsvParser(
        new CsvReader(bytes(a[0]), a[1].asInt(), a[2].asString()),
        a[3].asBoolean(),
        (long) a[4].asDouble(),
        (long) a[5].asDouble(),
        a[6].asBoolean());
  }

  private static List<String> rows(CsvParser parser) {
    List<String> rows = new ArrayList<>();
    for (String row = parser.next(); row != null; row = parser.next()) rows.add(row);
    return rows;
  }
}
