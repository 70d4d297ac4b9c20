/**
 * That the gate passes on nothing that two readers understand differently: tables of raw requests
 * and responses, the same through servers of other parsers, and bytes changed at random.
 */
@NullMarked
package io.tidegate.gate.strict;

import org.jspecify.annotations.NullMarked;
