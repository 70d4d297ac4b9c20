/**
 * The command line of the lab: {@code lab run script.js} with k6's own options and exit codes.
 * Start at {@link io.tidegate.lab.cli.LabCommand}.
 */
@NullMarked
package io.tidegate.lab.cli;

import org.jspecify.annotations.NullMarked;
