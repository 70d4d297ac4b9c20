/**
 * From results to HTTP replies. Start at {@link io.tidegate.api.reply.Replies}, the one switch over
 * all results: refusals become problems ({@link io.tidegate.api.reply.ProblemType} is their
 * catalogue), the rest is told by the {@link io.tidegate.api.reply.Answers} of the call.
 */
@NullMarked
package io.tidegate.api.reply;

import org.jspecify.annotations.NullMarked;
