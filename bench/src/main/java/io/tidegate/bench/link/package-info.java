/**
 * A line of a known width on this machine: two network namespaces with a pair of interfaces between
 * them that let only so much through. Start at {@link io.tidegate.bench.link.Link}; {@link
 * io.tidegate.bench.link.LinkLoad} is what runs on the asking side.
 */
@NullMarked
package io.tidegate.bench.link;

import org.jspecify.annotations.NullMarked;
