/**
 * What the pages for people have in common: escaping, and the header fields that let nothing run or
 * load. Start at {@link io.tidegate.http.page.Html}.
 */
@NullMarked
package io.tidegate.http.page;

import org.jspecify.annotations.NullMarked;
