/** Cookies of one user. Start at {@link io.tidegate.lab.client.cookie.CookieJar}. */
@NullMarked
package io.tidegate.lab.client.cookie;

import org.jspecify.annotations.NullMarked;
