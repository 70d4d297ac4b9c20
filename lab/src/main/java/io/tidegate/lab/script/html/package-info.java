/** What {@code k6/html} finds in pages, on jsoup. */
@NullMarked
package io.tidegate.lab.script.html;

import org.jspecify.annotations.NullMarked;
