/**
 * How modules in JavaScript call Java: functions by name, values of a context, and what goes wrong
 * as an error that a script can catch.
 */
@NullMarked
package io.tidegate.lab.script.host;

import org.jspecify.annotations.NullMarked;
