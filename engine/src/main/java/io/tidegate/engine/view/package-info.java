/**
 * What readers see: small immutable views, published after the commit for the documents that
 * changed. Start at {@link io.tidegate.engine.view.Views}.
 */
@NullMarked
package io.tidegate.engine.view;

import org.jspecify.annotations.NullMarked;
