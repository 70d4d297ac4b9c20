package io.tidegate.audit.ledger;

import org.jspecify.annotations.Nullable;

/** The idempotency keys in use, each with the record that used it. */
final class Keys {
  private final Breaches breaches;
  private final PairMap used = new PairMap();
  private long uses;
  private long forgotten;

  Keys(Breaches breaches) {
    this.breaches = breaches;
  }

  void use(Event.@Nullable Key key) {
    if (key == null) return;
    uses++;
    long before = used.get(key.high(), key.low());
    if (before != 0) {
      breaches.add(Rule.KEYS, name(key.high(), key.low()) + " was used by record " + before);
      return;
    }
    used.put(key.high(), key.low(), breaches.place().sequence());
  }

  void expire(long[] halves) {
    if (halves.length % 2 != 0) breaches.add(Rule.KEYS, "half a key is forgotten");
    for (int i = 0; i + 1 < halves.length; i += 2) forget(halves[i], halves[i + 1]);
  }

  private void forget(long high, long low) {
    if (used.get(high, low) == 0)
      breaches.add(Rule.KEYS, name(high, low) + " is forgotten, and was not in use");
    used.put(high, low, 0);
    forgotten++;
  }

  long uses() {
    return uses;
  }

  long forgotten() {
    return forgotten;
  }

  long live() {
    return used.size();
  }

  private static String name(long high, long low) {
    return String.format("key %016x%016x", high, low);
  }
}
