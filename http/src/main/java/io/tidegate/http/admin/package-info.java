/**
 * The key that makes a request an administrator's, and what stands before the calls that need it.
 * Start at {@link io.tidegate.http.admin.AdminGuard}.
 */
@NullMarked
package io.tidegate.http.admin;

import org.jspecify.annotations.NullMarked;
