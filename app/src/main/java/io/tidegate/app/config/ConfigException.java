package io.tidegate.app.config;

import java.util.List;

/**
 * The configuration is wrong; each problem is one line that names the key, the bound and the place.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  public ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** At least one, in the order in which they were met: file, variables, options. */
  public List<String> problems() {
    return problems;
  }
}
