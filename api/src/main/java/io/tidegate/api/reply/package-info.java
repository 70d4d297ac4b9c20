/**
 * What is answered. A call that submits a command hands over the {@link
 * io.tidegate.api.reply.Renderer} of its result; refusals become problems in one place, {@link
 * io.tidegate.api.reply.Problems}, whose catalogue is {@link io.tidegate.api.reply.ProblemType}.
 */
@NullMarked
package io.tidegate.api.reply;

import org.jspecify.annotations.NullMarked;
