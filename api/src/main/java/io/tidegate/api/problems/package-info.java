/**
 * Where the {@code type} of a problem leads: {@code /problems/…}, a page for each type and one that
 * lists them, made from the catalogue {@link io.tidegate.api.reply.ProblemType}. Start at {@link
 * io.tidegate.api.problems.ProblemPages}.
 */
@NullMarked
package io.tidegate.api.problems;

import org.jspecify.annotations.NullMarked;
