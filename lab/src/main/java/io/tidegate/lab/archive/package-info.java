/**
 * A script with all that it reads in one file, in the form of {@code k6 archive}. Start at {@link
 * io.tidegate.lab.archive.ScriptArchive}.
 */
@NullMarked
package io.tidegate.lab.archive;

import org.jspecify.annotations.NullMarked;
