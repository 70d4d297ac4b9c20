package io.tidegate.lab.script;

import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.Samples;
import io.tidegate.lab.script.user.Console;
import java.nio.file.Path;
import java.util.Map;

/**
 * What all users of a script share.
 *
 * @param env what {@code __ENV} says
 * @param libraries folder of what was imported by address
 */
public record ScriptSettings(
    Map<String, String> env,
    Path libraries,
    MetricRegistry metrics,
    Samples samples,
    Console console) {}
