/**
 * Kills the real process under load, again and again, and checks what it promised: all that was
 * answered is there; nothing is there that was not asked for; what was sent and not answered took
 * effect wholly or not at all, and sent again gets one answer.
 *
 * <p>Start at {@link io.tidegate.bench.crash.CrashRounds}.
 */
@NullMarked
package io.tidegate.bench.crash;

import org.jspecify.annotations.NullMarked;
