package io.tidegate.lab.script.crypto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/** What MD4 and RIPEMD-160 have in common, which the JDK does not have. Not thread-safe. */
abstract class LittleEndianDigest extends MessageDigest implements Cloneable {

  private static final int BLOCK_BYTES = 64;

  private final int[] initial;
  private byte[] block = new byte[BLOCK_BYTES];
  private int[] state;
  private long bytes;

  LittleEndianDigest(String name, int... initial) {
    super(name);
    this.initial = initial.clone();
    state = initial.clone();
  }

  /**
   * Mixes one block into the state.
   *
   * @param words 16
   */
  abstract void mix(int[] state, int[] words);

  @Override
  protected int engineGetDigestLength() {
    return 4 * initial.length;
  }

  @Override
  protected void engineUpdate(byte one) {
    block[(int) (bytes++ % BLOCK_BYTES)] = one;
    if (bytes % BLOCK_BYTES != 0) return;
    int[] words = new int[BLOCK_BYTES / 4];
    ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
    mix(state, words);
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    for (int i = offset; i < offset + length; i++) engineUpdate(input[i]);
  }

  @Override
  protected byte[] engineDigest() {
    long bits = 8 * bytes;
    engineUpdate((byte) 0x80);
    while (bytes % BLOCK_BYTES != BLOCK_BYTES - 8) engineUpdate((byte) 0);
    for (int i = 0; i < 8; i++) engineUpdate((byte) (bits >>> (8 * i)));
    ByteBuffer digest = ByteBuffer.allocate(4 * state.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : state) digest.putInt(word);
    engineReset();
    return digest.array();
  }

  @Override
  protected void engineReset() {
    state = initial.clone();
    bytes = 0;
  }

  @Override
  public Object clone() throws CloneNotSupportedException {
    LittleEndianDigest copy = (LittleEndianDigest) super.clone();
    copy.block = block.clone();
    copy.state = state.clone();
    return copy;
  }
}
