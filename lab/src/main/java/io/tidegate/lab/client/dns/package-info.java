/**
 * From names to addresses, and which of them a run may speak to. Start at {@link
 * io.tidegate.lab.client.dns.Resolver}.
 */
@NullMarked
package io.tidegate.lab.client.dns;

import org.jspecify.annotations.NullMarked;
