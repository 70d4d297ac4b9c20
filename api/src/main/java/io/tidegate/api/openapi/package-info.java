/**
 * The API described for programs: {@code /openapi.json}, OpenAPI 3.1, written by hand in the
 * resource of that name. A test holds it against what is served. Start at {@link
 * io.tidegate.api.openapi.OpenApi}.
 */
@NullMarked
package io.tidegate.api.openapi;

import org.jspecify.annotations.NullMarked;
