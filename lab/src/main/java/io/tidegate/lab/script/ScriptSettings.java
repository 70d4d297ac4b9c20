package io.tidegate.lab.script;

import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.Samples;
import io.tidegate.lab.script.user.Console;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What all users of a script share.
 *
 * @param env what {@code __ENV} says
 * @param libraries folder of what was imported by address
 * @param skippedNs null where the script waits as it says; else it does not wait at all, and how
 *     long it would have is added up here, ns
 */
public record ScriptSettings(
    Map<String, String> env,
    Path libraries,
    MetricRegistry metrics,
    Samples samples,
    Console console,
    @Nullable LongAdder skippedNs) {

  /** Those of a script that waits as it says. */
  public ScriptSettings(
      Map<String, String> env,
      Path libraries,
      MetricRegistry metrics,
      Samples samples,
      Console console) {
    this(env, libraries, metrics, samples, console, null);
  }

  /** The same for a rehearsal: nobody hears the script, and it does not wait. */
  ScriptSettings rehearsal(Samples others, LongAdder skipped) {
    return new ScriptSettings(env, libraries, metrics, others, (_, _) -> {}, skipped);
  }
}
