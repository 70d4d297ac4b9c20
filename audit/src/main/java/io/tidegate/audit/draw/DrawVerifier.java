package io.tidegate.audit.draw;

import io.tidegate.audit.draw.Check.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a draw from its published files alone: a folder with {@code draw.json}, {@code cohort.txt}
 * and {@code order.txt}. It needs no service and no journal. The commitment ties the secret to what
 * was published before the opening, the digest ties the cohort to what was published at the close,
 * and the order follows from both.
 */
public final class DrawVerifier {
  /** The cohort's file. */
  public static final String COHORT = "cohort.txt";

  /** The order's file. */
  public static final String ORDER = "order.txt";

  /** The file of the document itself. */
  public static final String DOCUMENT = DrawDocument.NAME;

  /** No cohort or order is longer than this. */
  public static final int TEXT_BYTES_MAX = 1 << 28;

  /** No document is longer than this. */
  public static final int DOCUMENT_BYTES_MAX = DrawDocument.BYTES_MAX;

  private final Path folder;
  private final DrawDocument draw;
  private final List<Check> checks = new ArrayList<>();

  private DrawVerifier(Path folder, DrawDocument draw) {
    this.folder = folder;
    this.draw = draw;
  }

  /**
   * Checks all there is.
   *
   * @throws MalformedDrawException if {@code draw.json} is not such a document
   * @throws IOException if a file cannot be read; {@code cohort.txt} and {@code order.txt} may be
   *     missing, which the verdict says
   */
  public static DrawReport verify(Path folder) throws IOException {
    return new DrawVerifier(folder, DrawDocument.read(folder)).verify();
  }

  /**
   * The same, with what somebody wrote down.
   *
   * @param commitment as it was published before the opening, null if that was not noted
   * @param digest as it was published before the beacon's value was known, null if not noted
   */
  public static DrawReport verify(
      Path folder, byte @Nullable [] commitment, byte @Nullable [] digest) throws IOException {
    DrawVerifier verifier = new DrawVerifier(folder, DrawDocument.read(folder));
    if (commitment != null) verifier.noted("commitment", commitment, verifier.draw.commitment());
    if (digest != null) verifier.noted("digest", digest, verifier.draw.digest());
    return verifier.verify();
  }

  /**
   * Reads the folder's document and nothing else.
   *
   * @throws MalformedDrawException if it is not that of a draw
   */
  public static void requireDocument(Path folder) throws IOException {
    DrawDocument.read(folder);
  }

  private void noted(String what, byte[] noted, byte @Nullable [] published) {
    check(
        "noted",
        Arrays.equals(noted, published),
        "the " + what + " is the one noted before",
        "the "
            + what
            + " noted before was "
            + hex(noted)
            + ", published now is "
            + (published == null ? "none" : hex(published)));
  }

  private DrawReport verify() throws IOException {
    if (draw.secret() != null && !draw.state().equals("drawn"))
      add(
          "state",
          Result.DOES_NOT_FIT,
          "the secret is published, and the draw is said to be " + draw.state());
    add(
        "version",
        Result.OK,
        draw.version() == 1
            ? "1: the commitment binds the secret alone, not room, beacon or hour"
            : "2: the commitment binds secret, room, beacon and first hour");
    commitment();
    if (draw.hours() != null) new TimingCheck(draw, draw.hours(), checks::add).check();
    beacon();
    byte[] text = file("cohort", COHORT);
    long[] cohort = text == null ? null : numbers("cohort", COHORT, text);
    if (cohort != null) ascending(cohort);
    if (text != null) size(text);
    byte[] digest = text == null ? null : digest(text);
    Turns turns = cohort == null || digest == null ? null : turns(cohort, digest);
    return new DrawReport(draw.state(), List.copyOf(checks), turns);
  }

  private void commitment() {
    String commitment = hex(draw.commitment());
    if (draw.secret() == null) {
      add("commitment", Result.NOT_KNOWN, commitment + ", and no secret yet to compare it with");
      return;
    }
    String hash = hex(committed(draw.secret()));
    String what = draw.version() == 1 ? "the secret" : "what it binds";
    check(
        "commitment",
        hash.equals(commitment),
        what + " hashes to " + hash,
        what + " hashes to " + hash + ", committed was " + commitment);
  }

  private byte[] committed(byte[] secret) {
    DrawDocument.Room room = draw.room();
    DrawDocument.Hours hours = draw.hours();
    if (room == null || hours == null) return SeededShuffle.sha256(secret);
    String beacon = draw.beacon() == null ? "" : draw.beacon();
    return Commitment.of(secret, room.id(), room.name(), beacon, hours.firstMs());
  }

  private void beacon() {
    String name = draw.beacon();
    String value = draw.beaconValue();
    if (name == null)
      check("beacon", value == null, "none was named", "a value came, and none was named");
    else if (value == null && !draw.state().equals("drawn"))
      add("beacon", Result.NOT_KNOWN, "\"" + name + "\", and no value of it yet");
    else
      check(
          "beacon",
          value != null,
          "\"" + name + "\" with the value \"" + value + "\"; compare it with its source",
          "\"" + name + "\" was named, and no value of it was used");
  }

  /** The file's bytes, or null if it is not there. */
  private byte @Nullable [] file(String what, String name) throws IOException {
    if (Files.exists(folder.resolve(name)))
      return PublishedFiles.read(folder, name, TEXT_BYTES_MAX);
    add(what, Result.NOT_KNOWN, name + " is not in the folder");
    return null;
  }

  private long @Nullable [] numbers(String what, String name, byte[] text) {
    try {
      return NumberLines.read(name, text);
    } catch (MalformedDrawException e) {
      add(what, Result.DOES_NOT_FIT, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void ascending(long[] cohort) {
    int at = 1;
    while (at < cohort.length && cohort[at - 1] < cohort[at]) at++;
    check(
        "cohort",
        at >= cohort.length,
        "ascending, no number twice",
        at < cohort.length
            ? "line %d: %d comes behind %d".formatted(at + 1, cohort[at], cohort[at - 1])
            : "");
  }

  private void size(byte[] text) {
    Long size = draw.size();
    int lines = NumberLines.lines(text);
    if (size == null) add("size", Result.NOT_KNOWN, lines + " are here, none were published");
    else
      check("size", size == lines, lines + " numbers", lines + " are here, published were " + size);
  }

  /** The digest that the draw goes by. */
  private byte @Nullable [] digest(byte[] text) {
    String hash = hex(SeededShuffle.sha256(text));
    if (draw.digest() == null) {
      add("digest", Result.NOT_KNOWN, "the cohort hashes to " + hash + ", none was published");
      return null;
    }
    String published = hex(draw.digest());
    check(
        "digest",
        hash.equals(published),
        "the cohort hashes to " + hash,
        "the cohort hashes to " + hash + ", published was " + published);
    return draw.digest();
  }

  private @Nullable Turns turns(long[] cohort, byte[] digest) throws IOException {
    byte[] text = file("order", ORDER);
    if (draw.secret() == null || (draw.beacon() != null && draw.beaconValue() == null)) {
      if (text != null) add("order", Result.NOT_KNOWN, "nothing yet to compute it from");
      return null;
    }
    String beaconValue = draw.beaconValue() == null ? "" : draw.beaconValue();
    int[] positions = SeededShuffle.positions(draw.secret(), digest, beaconValue, cohort.length);
    long[] order = text == null ? null : numbers("order", ORDER, text);
    if (order != null)
      order(order, Arrays.stream(positions).mapToLong(position -> cohort[position]).toArray());
    return new Turns(cohort, positions);
  }

  private void order(long[] published, long[] drawn) {
    int at = Arrays.mismatch(published, drawn);
    check(
        "order",
        at < 0,
        "computed again, the same at every place",
        at < 0
            ? ""
            : "place %d has %s, the draw gives %s"
                .formatted(at + 1, at(published, at), at(drawn, at)));
  }

  private static String at(long[] order, int place) {
    return place < order.length ? Long.toString(order[place]) : "nobody";
  }

  private void check(String what, boolean fits, String why, String whyNot) {
    add(what, fits ? Result.OK : Result.DOES_NOT_FIT, fits ? why : whyNot);
  }

  private void add(String what, Result result, String says) {
    checks.add(new Check(what, result, says));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
