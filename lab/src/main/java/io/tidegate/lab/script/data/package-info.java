/**
 * Data that all users read together: shared arrays, files and CSV, for {@code k6/data}, {@code
 * k6/experimental/fs} and {@code k6/experimental/csv}. Start at {@link
 * io.tidegate.lab.script.data.DataHost}.
 */
@NullMarked
package io.tidegate.lab.script.data;

import org.jspecify.annotations.NullMarked;
