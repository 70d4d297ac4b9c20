package io.tidegate.lab.options;

import java.time.Duration;

/**
 * A part of a ramp.
 *
 * @param target users, or iterations per time unit, at its end
 */
public record Stage(Duration duration, int target) {}
