/**
 * What the tests of several modules share: {@link io.tidegate.testkit.ServiceUnderTest} is asked as
 * its users ask, {@link io.tidegate.testkit.RawClient} sends what no proper client would, both give
 * a {@link io.tidegate.testkit.Reply}; {@link io.tidegate.testkit.Wait} waits for a condition.
 * Knows nothing of ours, so that the tests of every module can stand on it.
 */
@NullMarked
package io.tidegate.testkit;

import org.jspecify.annotations.NullMarked;
