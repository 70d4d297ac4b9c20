/**
 * What the pages for people share: the look, the frame, and what a browser asked for. Start at
 * {@link io.tidegate.api.page.HtmlPage}.
 */
@NullMarked
package io.tidegate.api.page;

import org.jspecify.annotations.NullMarked;
