package io.tidegate.gate.balance;

/** Spreads the bits of a number over all of it (the finisher of SplitMix64). */
public final class Mix {

  private Mix() {}

  /** Another number for each. */
  public static long of(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** A number for a text, the same after a restart. */
  public static long of(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    return of(hash);
  }
}
