/**
 * Names the usual mistakes of a script before it runs. Start at {@link
 * io.tidegate.lab.lint.Linter}; the rules are in {@code rules.js}.
 */
@NullMarked
package io.tidegate.lab.lint;

import org.jspecify.annotations.NullMarked;
