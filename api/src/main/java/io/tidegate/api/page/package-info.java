/**
 * What the pages for people have in common: escaping, and the header fields that let nothing run or
 * load. Start at {@link io.tidegate.api.page.Html}.
 */
@NullMarked
package io.tidegate.api.page;

import org.jspecify.annotations.NullMarked;
