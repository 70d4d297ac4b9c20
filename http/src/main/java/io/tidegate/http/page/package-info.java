/**
 * What the pages for people have in common: the look, the frame, what a browser asked for,
 * escaping, and the header fields that let nothing run or load. Start at {@link
 * io.tidegate.http.page.HtmlPage}.
 */
@NullMarked
package io.tidegate.http.page;

import org.jspecify.annotations.NullMarked;
