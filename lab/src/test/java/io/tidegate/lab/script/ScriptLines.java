package io.tidegate.lab.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.script.user.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** What scripts say when they are called once, without a network. */
final class ScriptLines {

  private static final Role ROLE = new Role("", "", "default", Map.of(), TagSet.EMPTY);

  private ScriptLines() {}

  /** Lines of a script that ends as it should. */
  static List<String> of(Path folder, String text) throws Exception {
    return ofFile(Files.writeString(folder.resolve("script.js"), text));
  }

  /** Lines of a body of a default function, behind these imports. */
  static List<String> of(Path folder, String imports, String body) throws Exception {
    return of(folder, imports + "\nexport default async function () {\n" + body + "\n}\n");
  }

  static List<String> ofFile(Path file) throws Exception {
    List<String> said = new CopyOnWriteArrayList<>();
    MetricStore store = new MetricStore(said::add);
    ScriptSettings settings =
        new ScriptSettings(
            Map.of("WHO", "me"),
            file.resolveSibling("libraries"),
            new MetricRegistry(),
            store,
            (_, message) -> said.add(message));
    try (Script script = Script.of(file, settings);
        ScriptUser user = script.user(0, null, null, Set.of())) {
      assertThat(user.call("default", ROLE)).isEqualTo(new ScriptUser.End.Done(null));
    } finally {
      store.close();
    }
    return said;
  }
}
