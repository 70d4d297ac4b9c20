package io.tidegate.bench.peer;

import io.tidegate.bench.machine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A peer from the Java world. Its sources lie in {@code bench/peers}, apart from everything of
 * ours, and Maven gets what it needs when it is first wanted.
 */
public final class PeerBuild {

  private PeerBuild() {}

  /**
   * The jar of a peer, which is built where it is not there or older than its sources.
   *
   * @param home the checkout
   * @param name of its folder and its jar
   * @throws IOException if it cannot be built here; the message says why
   */
  public static Path jar(Path home, String name) throws IOException, InterruptedException {
    Path sources = home.resolve("bench/peers").resolve(name);
    Path target = home.resolve(".tidegate").resolve(name);
    Path jar = target.resolve(name + ".jar");
    if (!isNewer(jar, sources)) build(sources, target, jar);
    return jar;
  }

  private static boolean isNewer(Path jar, Path sources) throws IOException {
    if (!Files.exists(jar)) return false;
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(Files::isRegularFile).toList())
        if (Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) > 0)
          return false;
    }
    return true;
  }

  private static void build(Path sources, Path target, Path jar)
      throws IOException, InterruptedException {
    if (!Machine.has("mvn")) throw new IOException("no mvn on the path");
    Files.deleteIfExists(jar); // what cannot be built anew is not the peer to measure
    String said =
        Machine.output(
            List.of(
                Machine.where("mvn"),
                "-q",
                "-B",
                "-Dstyle.color=never",
                "-Dtarget=" + target,
                "package"),
            sources);
    if (!Files.exists(jar)) throw new IOException(reason(said));
  }

  private static String reason(String said) {
    return said.lines().filter(line -> line.startsWith("[ERROR]")).findFirst().orElse(said);
  }
}
