package io.tidegate.lab.script.crypto;

/** MD4 (RFC 1320), broken long since, for scripts that speak to what still asks for it. */
final class Md4 extends LittleEndianDigest {

  private static final int[][] SHIFTS = {{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}};
  private static final int[] ADDED = {0, 0x5a827999, 0x6ed9eba1};
  private static final int[][] ORDER = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15},
    {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15}
  };

  Md4() {
    super("MD4", 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  }

  @Override
  void mix(int[] state, int[] words) {
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 16; i++) {
        int mixed = a + chosen(round, b, c, d) + words[ORDER[round][i]] + ADDED[round];
        a = d;
        d = c;
        c = b;
        b = Integer.rotateLeft(mixed, SHIFTS[round][i % 4]);
      }
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
  }

  private static int chosen(int round, int x, int y, int z) {
    return switch (round) {
      case 0 -> (x & y) | (~x & z);
      case 1 -> (x & y) | (x & z) | (y & z);
      default -> x ^ y ^ z;
    };
  }
}
