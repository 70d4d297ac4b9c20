package io.tidegate.http.wire;

import org.jspecify.annotations.Nullable;

/**
 * Why a request is refused that never reaches a handler. A value: who serves renders it in the way
 * its clients know.
 *
 * @param status in [400, 599]
 * @param name stable, for programs: {@code body-too-large}
 * @param title the same for every refusal of this name, for people
 * @param detail what is particular to this one, or null
 */
public record Refusal(int status, String name, String title, @Nullable String detail) {}
