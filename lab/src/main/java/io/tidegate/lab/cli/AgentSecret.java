package io.tidegate.lab.cli;

import io.tidegate.lab.agent.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the secret of agents comes from. */
final class AgentSecret {

  static final String VARIABLE = "TIDEGATE_LAB_SECRET";

  /** Of the option that names a file. */
  static final String WORDS =
      "File with the secret of the agents; without it " + VARIABLE + " of the environment counts.";

  private AgentSecret() {}

  /**
   * The one of a file, or of the environment.
   *
   * @throws IOException if the file cannot be read, or is empty
   */
  static Secret of(@Nullable Path file) throws IOException {
    if (file == null) return new Secret(System.getenv().getOrDefault(VARIABLE, "").strip());
    String text = Files.readString(file).strip();
    if (text.isEmpty()) throw new IOException("the file " + file + " has no secret");
    return new Secret(text);
  }
}
