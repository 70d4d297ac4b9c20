package io.tidegate.bench.scale;

/** Our instances, and who asks them. */
enum TidegateMode {
  /** One, asked directly. */
  ONE("Tidegate, 1 instance", 1),
  /** Two, whom clients ask in equal parts. */
  TWO("Tidegate, 2 instances", 2),
  /** Three, whom clients ask in equal parts. */
  THREE("Tidegate, 3 instances", 3),
  /** Three, of whom nobody asks the one that leads. */
  FOLLOWERS("Tidegate, 3, followers asked", 3),
  /** Three behind our gate. */
  GATE("Tidegate, 3 behind the gate", 3);

  /** What the tables call it; what {@code --only} looks at. */
  final String title;

  final int instances;

  TidegateMode(String title, int instances) {
    this.title = title;
    this.instances = instances;
  }
}
