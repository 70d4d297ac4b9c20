package io.tidegate.gate.room;

import io.tidegate.gate.upstream.Upstream;

/**
 * An upstream to which a room's routes lead.
 *
 * @param share of what it takes that the room's visitors may have, in (0, 1]
 */
public record Behind(Upstream upstream, double share) {}
