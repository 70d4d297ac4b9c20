/**
 * The views that readers see: small and immutable, published after the commit for every document
 * that changed. Start at {@link io.tidegate.engine.view.Views}.
 */
@NullMarked
package io.tidegate.engine.view;

import org.jspecify.annotations.NullMarked;
