/**
 * The file system as the stores see it: one data folder, its files, and what a power cut may take
 * from them.
 *
 * <p>Start at {@link io.tidegate.store.disk.Disk}; {@link io.tidegate.store.disk.RealDisk} is the
 * one that programs use. Everything that must survive a crash is written through this interface, so
 * that tests can use a disk that tears writes, loses them and fills up.
 */
@NullMarked
package io.tidegate.store.disk;

import org.jspecify.annotations.NullMarked;
