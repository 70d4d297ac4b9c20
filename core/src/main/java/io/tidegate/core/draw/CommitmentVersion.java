package io.tidegate.core.draw;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The versions of a draw's commitment, as {@code docs/draw.md} describes them: each says what the
 * commitment binds. A draw keeps the version with which it was planned, so that a commitment which
 * people wrote down stays valid.
 */
public enum CommitmentVersion {
  /**
   * Version 1: the SHA-256 of the secret, and nothing else. No draw is planned with it any more.
   */
  SECRET,
  /**
   * Version 2: the SHA-256 over a tag, the secret, the room's id and name, the beacon's name and
   * the first hour of opening, each preceded by its length, so that no two plans have the same
   * bytes.
   */
  PLAN;

  private static final byte[] TAG = "tidegate draw 2".getBytes(StandardCharsets.US_ASCII);

  /** The number of this version, from 1. */
  public int version() {
    return ordinal() + 1;
  }

  /**
   * The commitment.
   *
   * @param room id of the room
   * @param name name of the room
   * @param beacon name of the beacon, empty for none
   * @param firstOpensAtMs the hour that was published first, epoch ms
   */
  public Bytes32 of(Bytes32 secret, long room, String name, String beacon, long firstOpensAtMs) {
    if (this == SECRET) return secret.sha256();
    MessageDigest hash = Bytes32.newSha256();
    add(hash, TAG);
    add(hash, secret.bytes());
    add(hash, Long.toString(room).getBytes(StandardCharsets.US_ASCII));
    add(hash, name.getBytes(StandardCharsets.UTF_8));
    add(hash, beacon.getBytes(StandardCharsets.UTF_8));
    add(hash, Long.toString(firstOpensAtMs).getBytes(StandardCharsets.US_ASCII));
    return Bytes32.of(hash.digest());
  }

  private static void add(MessageDigest hash, byte[] part) {
    hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
    hash.update(part);
  }
}
