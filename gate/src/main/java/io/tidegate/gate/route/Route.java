package io.tidegate.gate.route;

import org.jspecify.annotations.Nullable;

/**
 * Requests of one kind, and what is done with them.
 *
 * @param name for the log and the metrics: its path, unless it was given one
 * @param rates what its clients asked for lately; null where they may ask for as much as they like
 */
public record Route(
    String name, RouteMatch match, RouteAction action, @Nullable ClientRates rates) {}
