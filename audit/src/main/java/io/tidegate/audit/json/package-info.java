/**
 * The JSON that the auditor needs, since the JDK has none: {@link
 * io.tidegate.audit.json.JsonWriter} for its reports, {@link io.tidegate.audit.json.JsonReader} for
 * small documents from outside.
 */
@NullMarked
package io.tidegate.audit.json;

import org.jspecify.annotations.NullMarked;
