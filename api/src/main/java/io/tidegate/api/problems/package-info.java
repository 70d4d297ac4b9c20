/**
 * Where the {@code type} of a problem leads: {@code /problems}, one page with an anchor for each
 * type, made from the catalogue {@link io.tidegate.api.reply.ProblemType}. Start at {@link
 * io.tidegate.api.problems.ProblemPages}.
 */
@NullMarked
package io.tidegate.api.problems;

import org.jspecify.annotations.NullMarked;
