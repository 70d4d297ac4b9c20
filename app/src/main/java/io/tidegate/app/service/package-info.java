/**
 * The running service: store, engine, HTTP server and keys, put together and taken apart in order.
 *
 * <p>Start at {@link io.tidegate.app.service.Service}.
 */
@NullMarked
package io.tidegate.app.service;

import org.jspecify.annotations.NullMarked;
