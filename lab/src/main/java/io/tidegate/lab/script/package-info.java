/**
 * Scripts and the users that run them. Start at {@link io.tidegate.lab.script.Script}; each {@link
 * io.tidegate.lab.script.ScriptUser} has a JavaScript context of its own, on one engine that shares
 * what was parsed. What scripts import is written in JavaScript beside this package, over a few
 * functions in Java, the host's.
 */
@NullMarked
package io.tidegate.lab.script;

import org.jspecify.annotations.NullMarked;
