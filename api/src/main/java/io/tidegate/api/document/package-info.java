/**
 * Shared documents, encoded once a version however many ask. Start at {@link
 * io.tidegate.api.document.DocumentCache}.
 */
@NullMarked
package io.tidegate.api.document;

import org.jspecify.annotations.NullMarked;
