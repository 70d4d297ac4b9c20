package io.tidegate.lab.watch;

/** What a generator can run out of. */
public enum Limit {
  CPU(
      "the generator's CPU",
      "give it more cores, run fewer users, or split the load over machines"),
  LATENESS("the generator was late", "give it more cores; nothing else may run on its machine"),
  GC("the generator's garbage collection", "give it a larger heap: TIDEGATE_JAVA_OPTS=-Xmx4g"),
  DESCRIPTORS("open files", "raise the limit (ulimit -n), or run fewer users"),
  PORTS(
      "local ports",
      "keep connections, widen net.ipv4.ip_local_port_range, or use more local addresses"),
  LINK("the network link of this machine", "ask for smaller replies, or split the load");

  private final String words;
  private final String advice;

  Limit(String words, String advice) {
    this.words = words;
    this.advice = advice;
  }

  /** What it is, in words. */
  public String words() {
    return words;
  }

  /** What to do about it. */
  public String advice() {
    return advice;
  }
}
