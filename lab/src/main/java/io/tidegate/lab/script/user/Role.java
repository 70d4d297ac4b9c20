package io.tidegate.lab.script.user;

import io.tidegate.lab.metric.TagSet;
import java.util.Map;

/**
 * What a user does in a scenario.
 *
 * @param exec the function that it calls
 * @param env laid over the run's
 * @param tags of all that it measures
 */
public record Role(
    String scenario, String executor, String exec, Map<String, String> env, TagSet tags) {}
