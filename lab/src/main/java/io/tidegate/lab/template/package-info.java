/**
 * Scripts to begin with, for the kinds of load tests there are. See {@link
 * io.tidegate.lab.template.TestKind}.
 */
@NullMarked
package io.tidegate.lab.template;

import org.jspecify.annotations.NullMarked;
