package io.tidegate.audit.draw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The draws of {@code docs/draw-vectors.txt}, which the Python of {@code docs/draw.md} computed.
 */
final class DrawVectors {
  private DrawVectors() {}

  /** One draw; all lists are lists of numbers. */
  record Vector(
      String name,
      byte[] secret,
      String beaconValue,
      int[] cohort,
      String commitment,
      String digest,
      int[] order) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Vector> all() throws IOException {
    return Files.readAllLines(Path.of("../docs/draw-vectors.txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(DrawVectors::vector)
        .toList();
  }

  private static Vector vector(String line) {
    String[] cells = line.split(" \\| ", -1);
    return new Vector(
        cells[0],
        HexFormat.of().parseHex(cells[1]),
        cells[2].equals("-") ? "" : cells[2],
        numbers(cells[3]),
        cells[4],
        cells[5],
        numbers(cells[6]));
  }

  private static int[] numbers(String list) {
    if (list.equals("-")) return new int[0];
    return Arrays.stream(list.split(",", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
