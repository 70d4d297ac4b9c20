/**
 * The documentation of this build at {@code /docs}: pages for people, Markdown for programs. Start
 * at {@link io.tidegate.api.docs.DocsPages}.
 */
@NullMarked
package io.tidegate.api.docs;

import org.jspecify.annotations.NullMarked;
