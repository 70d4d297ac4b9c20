/**
 * What a run must keep to, as k6 writes it: {@code http_req_duration: ['p(95)<500']}. Start at
 * {@link io.tidegate.lab.threshold.Thresholds}.
 */
@NullMarked
package io.tidegate.lab.threshold;

import org.jspecify.annotations.NullMarked;
