package io.tidegate.lab.script.crypto;

/** RIPEMD-160 (Dobbertin, Bosselaers, Preneel 1996): two lines of five rounds each. */
final class Ripemd160 extends LittleEndianDigest {

  private static final int[] ADDED = {0, 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xa953fd4e};
  private static final int[] ADDED_BESIDE = {0x50a28be6, 0x5c4dd124, 0x6d703ef3, 0x7a6d76e9, 0};

  private static final int[] ORDER = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 7, 4, 13, 1, 10, 6, 15, 3, 12, 0, 9, 5, 2,
    14, 11, 8, 3, 10, 14, 4, 9, 15, 8, 1, 2, 7, 0, 6, 13, 11, 5, 12, 1, 9, 11, 10, 0, 8, 12, 4, 13,
    3, 7, 15, 14, 5, 6, 2, 4, 0, 5, 9, 7, 12, 2, 10, 14, 1, 3, 8, 11, 6, 15, 13
  };
  private static final int[] ORDER_BESIDE = {
    5, 14, 7, 0, 9, 2, 11, 4, 13, 6, 15, 8, 1, 10, 3, 12, 6, 11, 3, 7, 0, 13, 5, 10, 14, 15, 8, 12,
    4, 9, 1, 2, 15, 5, 1, 3, 7, 14, 6, 9, 11, 8, 12, 2, 10, 0, 4, 13, 8, 6, 4, 1, 3, 11, 15, 0, 5,
    12, 2, 13, 9, 7, 10, 14, 12, 15, 10, 4, 1, 5, 8, 7, 6, 2, 13, 14, 0, 3, 9, 11
  };
  private static final int[] SHIFTS = {
    11, 14, 15, 12, 5, 8, 7, 9, 11, 13, 14, 15, 6, 7, 9, 8, 7, 6, 8, 13, 11, 9, 7, 15, 7, 12, 15, 9,
    11, 7, 13, 12, 11, 13, 6, 7, 14, 9, 13, 15, 14, 8, 13, 6, 5, 12, 7, 5, 11, 12, 14, 15, 14, 15,
    9, 8, 9, 14, 5, 6, 8, 6, 5, 12, 9, 15, 5, 11, 6, 8, 13, 12, 5, 12, 13, 14, 11, 8, 5, 6
  };
  private static final int[] SHIFTS_BESIDE = {
    8, 9, 9, 11, 13, 15, 15, 5, 7, 7, 8, 11, 14, 14, 12, 6, 9, 13, 15, 7, 12, 8, 9, 11, 7, 7, 12, 7,
    6, 15, 13, 11, 9, 7, 15, 11, 8, 6, 6, 14, 12, 13, 5, 14, 13, 13, 7, 5, 15, 5, 8, 11, 14, 14, 6,
    14, 6, 9, 12, 9, 12, 5, 15, 8, 8, 5, 12, 9, 12, 5, 14, 6, 8, 13, 6, 5, 15, 13, 11, 11
  };

  Ripemd160() {
    super("RIPEMD160", 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  }

  @Override
  void mix(int[] state, int[] words) {
    int[] line = state.clone();
    int[] beside = state.clone();
    for (int i = 0; i < 80; i++) {
      step(line, i / 16, words[ORDER[i]] + ADDED[i / 16], SHIFTS[i]);
      step(beside, 4 - i / 16, words[ORDER_BESIDE[i]] + ADDED_BESIDE[i / 16], SHIFTS_BESIDE[i]);
    }
    int first = state[1] + line[2] + beside[3];
    state[1] = state[2] + line[3] + beside[4];
    state[2] = state[3] + line[4] + beside[0];
    state[3] = state[4] + line[0] + beside[1];
    state[4] = state[0] + line[1] + beside[2];
    state[0] = first;
  }

  private static void step(int[] line, int round, int added, int shift) {
    int sum = line[0] + chosen(round, line[1], line[2], line[3]) + added;
    int mixed = Integer.rotateLeft(sum, shift) + line[4];
    line[0] = line[4];
    line[4] = line[3];
    line[3] = Integer.rotateLeft(line[2], 10);
    line[2] = line[1];
    line[1] = mixed;
  }

  private static int chosen(int round, int x, int y, int z) {
    return switch (round) {
      case 0 -> x ^ y ^ z;
      case 1 -> (x & y) | (~x & z);
      case 2 -> (x | ~y) ^ z;
      case 3 -> (x & z) | (y & ~z);
      default -> x ^ (y | ~z);
    };
  }
}
