package io.tidegate.lab.output;

import io.tidegate.lab.metric.SubMetric;
import io.tidegate.lab.threshold.Threshold;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What an output may know of the run.
 *
 * @param env variables of the environment, with which k6's outputs are set
 * @param systemTags names of those that are on; CSV has a column for each
 * @param subMetrics parts of metrics that are followed
 * @param stdout where a file with the name {@code -} goes
 * @param warnings told, by any thread, what whoever runs this should know
 */
public record OutputContext(
    Map<String, String> env,
    Collection<String> systemTags,
    Collection<SubMetric> subMetrics,
    Map<SubMetric, List<Threshold>> thresholds,
    OutputStream stdout,
    Consumer<String> warnings) {}
