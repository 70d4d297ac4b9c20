package io.tidegate.export;

import io.tidegate.store.log.LogPosition;
import java.util.Map;

/**
 * What an export holds.
 *
 * @param end sequence, engine time and chain value of the last record in it
 * @param rows how many rows each table has, in the order of the tables
 */
public record ExportSummary(LogPosition end, Map<String, Long> rows) {}
