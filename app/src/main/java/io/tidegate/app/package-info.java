/**
 * The command line. {@link io.tidegate.app.Main} names the commands; each is a class of its own
 * here and reads its settings through {@link io.tidegate.app.ConfigOptions}. Start at {@code Main}.
 */
@NullMarked
package io.tidegate.app;

import org.jspecify.annotations.NullMarked;
