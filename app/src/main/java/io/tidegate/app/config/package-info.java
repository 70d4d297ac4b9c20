/**
 * Configuration: one tree of records, {@link io.tidegate.app.config.Config}, whose components are
 * the keys. {@link io.tidegate.app.config.ConfigKeys} reads keys, bounds and descriptions from the
 * records, so that the file, the variables, the options, the checks and {@code
 * docs/configuration.md} follow from one place. Start at {@code Config}; {@link
 * io.tidegate.app.config.ConfigLoader} fills it.
 */
@NullMarked
package io.tidegate.app.config;

import org.jspecify.annotations.NullMarked;
