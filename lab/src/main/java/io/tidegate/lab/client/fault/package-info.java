/**
 * Why a request got no reply, under k6's error codes. Start at {@link
 * io.tidegate.lab.client.fault.Fault}.
 */
@NullMarked
package io.tidegate.lab.client.fault;

import org.jspecify.annotations.NullMarked;
