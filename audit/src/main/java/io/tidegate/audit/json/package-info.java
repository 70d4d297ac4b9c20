/**
 * As much JSON as an auditor needs, since the JDK brings none: {@link
 * io.tidegate.audit.json.JsonWriter} for its reports, {@link io.tidegate.audit.json.JsonReader} for
 * small documents that came from outside.
 */
@NullMarked
package io.tidegate.audit.json;

import org.jspecify.annotations.NullMarked;
