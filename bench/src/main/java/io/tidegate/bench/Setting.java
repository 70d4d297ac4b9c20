package io.tidegate.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all benches are told.
 *
 * @param home the checkout, whose launcher starts our service
 * @param folder where data folders and logs go, on a real file system; deleted in the end
 * @param rounds how often each thing is measured; 0 leaves it to the bench
 * @param quick fewer and shorter rounds, to try the bench itself
 * @param seed of everything random
 * @param only name, or part of it, of what a bench measures; empty for all. Benches that have no
 *     such choice refuse it
 * @param connections at saturation; 0 leaves it to the bench
 * @param progress told what goes on
 */
public record Setting(
    Path home,
    Path folder,
    int rounds,
    boolean quick,
    long seed,
    String only,
    int connections,
    Consumer<String> progress) {

  /** All that there is to measure, with the bench's own connections. */
  public Setting(
      Path home, Path folder, int rounds, boolean quick, long seed, Consumer<String> progress) {
    this(home, folder, rounds, quick, seed, "", 0, progress);
  }

  /** Whether this is to be measured. */
  public boolean wants(String name) {
    return name.contains(only);
  }

  /** Rounds as asked for, or these many; a quick run does with one. */
  public int rounds(int usual) {
    if (rounds > 0) return rounds;
    return quick ? 1 : usual;
  }

  /** Seconds to measure for: those, or a quarter of them in a quick run. */
  public double seconds(double usual) {
    return quick ? usual / 4 : usual;
  }

  /** Tells what goes on. */
  public void say(String what) {
    progress.accept(what);
  }

  /** A new folder of that name, emptied if it was there. */
  public Path fresh(String name) throws IOException {
    Path fresh = folder.resolve(name);
    delete(fresh);
    return Files.createDirectories(fresh);
  }

  /** Deletes a folder and all in it. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) return;
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
