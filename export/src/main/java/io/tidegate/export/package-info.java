/**
 * The export: everything the journal tells, as tables that people can query. Reads the journal from
 * its first record without a lock, so the service may be running, and fills an SQLite file as it
 * goes; CSV is written from such a file. Start at {@link io.tidegate.export.Export}; which event
 * becomes which rows stands in {@link io.tidegate.export.SaleRows} and {@link
 * io.tidegate.export.RoomRows}, the tables themselves in {@code tables.sql}.
 */
@NullMarked
package io.tidegate.export;

import org.jspecify.annotations.NullMarked;
