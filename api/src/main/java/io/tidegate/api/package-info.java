/**
 * The service's HTTP API. Start at {@link io.tidegate.api.Api}, which assembles the routes of all
 * calls; {@code http} is the server beneath, {@code call} and {@code reply} what every call shares.
 */
@NullMarked
package io.tidegate.api;

import org.jspecify.annotations.NullMarked;
