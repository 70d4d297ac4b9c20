/** {@code k6/http}: requests as a script makes them, redirects, and what is measured of each. */
@NullMarked
package io.tidegate.lab.script.http;

import org.jspecify.annotations.NullMarked;
