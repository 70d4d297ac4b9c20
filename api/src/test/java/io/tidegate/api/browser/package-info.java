/** What the pages and the code of the docs do in a real browser. */
@NullMarked
package io.tidegate.api.browser;

import org.jspecify.annotations.NullMarked;
