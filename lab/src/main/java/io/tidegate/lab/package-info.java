/**
 * The load lab: runs k6 scripts on the JVM, with figures that cannot flatter.
 *
 * <p>A {@linkplain io.tidegate.lab.script script} says what its users do; the {@linkplain
 * io.tidegate.lab.engine engine} starts them when they are meant to start; what they ask for goes
 * out by the lab's own {@linkplain io.tidegate.lab.client client}; what is measured is kept in
 * {@linkplain io.tidegate.lab.metric metrics} of constant size.
 */
@NullMarked
package io.tidegate.lab;

import org.jspecify.annotations.NullMarked;
