/**
 * The lab's own HTTP client: blocking, for virtual threads, with each phase of a request measured
 * where it happens. Start at {@link io.tidegate.lab.client.HttpClient}. Knows nothing of scripts or
 * metrics.
 */
@NullMarked
package io.tidegate.lab.client;

import org.jspecify.annotations.NullMarked;
