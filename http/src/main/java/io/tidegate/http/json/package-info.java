/**
 * Writing JSON: {@link io.tidegate.http.json.JsonWriter} writes bytes into an array that grows.
 * Knows nothing of HTTP.
 */
@NullMarked
package io.tidegate.http.json;

import org.jspecify.annotations.NullMarked;
