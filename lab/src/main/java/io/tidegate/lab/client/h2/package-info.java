/**
 * HTTP/2 as a client speaks it: several requests at the same time on one connection. Start at
 * {@link io.tidegate.lab.client.h2.Http2Connection}.
 */
@NullMarked
package io.tidegate.lab.client.h2;

import org.jspecify.annotations.NullMarked;
