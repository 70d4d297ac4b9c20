package io.tidegate.lab.watch;

import io.tidegate.lab.recording.GeneratorHealth;
import io.tidegate.lab.recording.Text;
import java.util.Locale;

/**
 * A limit that a run met.
 *
 * @param evidence the figures that say so
 */
public record Finding(Limit limit, String evidence) {

  /** One sentence for people. */
  public String text() {
    return limit.words() + ": " + evidence + "; " + limit.advice();
  }

  GeneratorHealth.Limit forReport() {
    String name = limit.name().toLowerCase(Locale.ROOT);
    return new GeneratorHealth.Limit(
        name, Text.same(limit.words() + ": " + evidence), Text.same(limit.advice()));
  }
}
