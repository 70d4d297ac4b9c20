/**
 * The organiser's calls: making and changing sales, offers, concerts, schedules, rooms and posts.
 *
 * <p>Start at {@link io.tidegate.api.admin.AdminOperations}. {@link
 * io.tidegate.http.admin.AdminGuard} stands before each of them.
 */
@NullMarked
package io.tidegate.api.admin;

import org.jspecify.annotations.NullMarked;
