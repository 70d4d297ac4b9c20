package io.tidegate.app.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fills the configuration: the file overrides the defaults of the program, variables override the
 * file, and options override variables.
 */
public final class ConfigLoader {
  /** Variables that begin like ours and are for {@code ./tidegate} itself. */
  private static final Set<String> LAUNCHER = Set.of("TIDEGATE_JAVA_OPTS", "TIDEGATE_JDK_DIRS");

  private ConfigLoader() {}

  /**
   * Reads everything before it complains, so that one start shows all there is to mend.
   *
   * @param base what holds for keys that nobody sets
   * @param file null for none
   * @param environment any variables; those that begin with {@code TIDEGATE_} must be known
   * @param options by their name, such as {@code --port}
   * @throws ConfigException if a key is unknown, stands twice, or has a value that it does not take
   */
  public static Config load(
      Config base,
      @Nullable Path file,
      Map<String, String> environment,
      Map<String, String> options) {
    Draft draft = new Draft();
    if (file != null) YamlFile.read(file, draft);
    variables(environment, draft);
    options(options, draft);
    return draft.over(base);
  }

  private static void variables(Map<String, String> environment, Draft draft) {
    new TreeMap<>(environment)
        .forEach((name, text) -> {
          if (name.startsWith(ConfigKey.PREFIX) && !LAUNCHER.contains(name))
            variable(name, text, draft);
        });
  }

  private static void variable(String name, String text, Draft draft) {
    ConfigKeys.find(ConfigKey::variable, name)
        .ifPresentOrElse(
            key -> draft.set(name, key, text),
            () -> draft.problem(name, ConfigKeys.notKnown(ConfigKey::variable, name, "setting")));
  }

  private static void options(Map<String, String> options, Draft draft) {
    for (ConfigKey key : ConfigKeys.all()) {
      String option = key.option();
      String text = option == null ? null : options.get(option);
      if (option != null && text != null) draft.set(option, key, text);
    }
  }
}
