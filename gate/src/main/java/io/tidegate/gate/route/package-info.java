/** Which request goes where. Start at {@link io.tidegate.gate.route.RouteTable}. */
@NullMarked
package io.tidegate.gate.route;

import org.jspecify.annotations.NullMarked;
