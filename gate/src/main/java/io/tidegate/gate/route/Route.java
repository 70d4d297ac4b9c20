package io.tidegate.gate.route;

/**
 * Requests of one kind, and what is done with them.
 *
 * @param name for the log and the metrics: its path, unless it was given one
 */
public record Route(String name, RouteMatch match, RouteAction action) {}
