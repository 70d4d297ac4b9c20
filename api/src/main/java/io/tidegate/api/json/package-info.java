/**
 * JSON in, small and strict: a {@link io.tidegate.api.json.Shape} says what a body may hold and
 * reads it; what does not fit is a {@link io.tidegate.api.json.MalformedException} that names the
 * field and its bounds. Knows nothing of HTTP.
 */
@NullMarked
package io.tidegate.api.json;

import org.jspecify.annotations.NullMarked;
