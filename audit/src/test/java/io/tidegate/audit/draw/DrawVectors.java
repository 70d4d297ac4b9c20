package io.tidegate.audit.draw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The draws of {@code docs/draw-vectors.txt}, which the Python of {@code docs/draw.md} computed,
 * and those of version 1.
 */
final class DrawVectors {
  private DrawVectors() {}

  /** One draw; all lists are lists of numbers. Version 1 has neither room, beacon nor hour. */
  record Vector(
      int version,
      String name,
      long room,
      String roomName,
      String beacon,
      long opensMs,
      byte[] secret,
      String beaconValue,
      int[] cohort,
      String commitment,
      String digest,
      int[] order) {
    @Override
    public String toString() {
      return name + " " + version;
    }
  }

  static List<Vector> all() throws IOException {
    return Stream.concat(
            lines("draw-vectors.txt").map(DrawVectors::second),
            lines("draw-vectors-1.txt").map(DrawVectors::first))
        .toList();
  }

  private static Stream<String[]> lines(String name) throws IOException {
    return Files.readAllLines(Path.of("../docs", name)).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" \\| ", -1));
  }

  private static Vector second(String[] cells) {
    return new Vector(
        2,
        cells[0],
        Long.parseLong(cells[1]),
        cells[2],
        some(cells[3]),
        Long.parseLong(cells[4]),
        HexFormat.of().parseHex(cells[5]),
        some(cells[6]),
        numbers(cells[7]),
        cells[8],
        cells[9],
        numbers(cells[10]));
  }

  private static Vector first(String[] cells) {
    String value = some(cells[2]);
    return new Vector(
        1,
        cells[0],
        1,
        "default",
        value.isEmpty() ? "" : "a source",
        1_700_000_000_000L,
        HexFormat.of().parseHex(cells[1]),
        value,
        numbers(cells[3]),
        cells[4],
        cells[5],
        numbers(cells[6]));
  }

  private static String some(String cell) {
    return cell.equals("-") ? "" : cell;
  }

  private static int[] numbers(String list) {
    if (list.equals("-")) return new int[0];
    return Arrays.stream(list.split(",", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
