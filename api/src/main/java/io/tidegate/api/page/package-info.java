/**
 * What the service's pages for people share beside {@link io.tidegate.http.page}: what they lead
 * to, and when they are made. Start at {@link io.tidegate.api.page.ServicePage}.
 */
@NullMarked
package io.tidegate.api.page;

import org.jspecify.annotations.NullMarked;
