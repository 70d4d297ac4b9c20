package io.tidegate.audit.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** The wallet of every user, as sums of its entries. */
final class Wallets {
  private final Breaches breaches;
  private final PairMap rows = new PairMap();
  private final List<Wallet> wallets = new ArrayList<>();

  Wallets(Breaches breaches) {
    this.breaches = breaches;
  }

  /** Sums of one wallet's entries, each never negative. */
  static final class Wallet {
    private static final Wallet NONE = new Wallet(0);
    private final long user;
    long topUps;
    long payments;
    long refunds;

    Wallet(long user) {
      this.user = user;
    }

    long balance() {
      return topUps + refunds - payments;
    }
  }

  void topUp(long user, long amount) {
    of(user).topUps += amount;
  }

  void refund(long user, long amount) {
    if (amount > 0) of(user).refunds += amount;
  }

  void pay(long user, long amount) {
    Wallet wallet = of(user);
    if (wallet.balance() < amount)
      breaches.add(
          Rule.WALLETS,
          "user " + user + " pays " + amount + " from a balance of " + wallet.balance());
    wallet.payments += amount;
  }

  long balance(long user) {
    int row = (int) rows.get(user, 0);
    return (row == 0 ? Wallet.NONE : wallets.get(row - 1)).balance();
  }

  /** Tells every user who has a wallet. */
  void users(LongConsumer sink) {
    for (Wallet wallet : wallets) sink.accept(wallet.user);
  }

  List<Wallet> all() {
    return wallets;
  }

  private Wallet of(long user) {
    int row = (int) rows.get(user, 0);
    if (row > 0) return wallets.get(row - 1);
    Wallet wallet = new Wallet(user);
    wallets.add(wallet);
    rows.put(user, 0, wallets.size());
    return wallet;
  }
}
