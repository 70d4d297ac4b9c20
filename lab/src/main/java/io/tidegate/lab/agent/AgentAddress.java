package io.tidegate.lab.agent;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an agent listens, and how much of the load it gets.
 *
 * @param weight beside those of the others, at least 1
 */
public record AgentAddress(String host, int port, int weight) {

  /** Agents that one run may have. */
  public static final int AGENTS_MOST = 100;

  private static final int WEIGHT_MOST = 1_000;
  private static final int PORT_MOST = 65_535;

  /**
   * Those of a text, such as {@code a:6570,b:6570=2}.
   *
   * @throws IllegalArgumentException if it names none, one twice, or too many; the message is for
   *     people
   */
  public static List<AgentAddress> parseAll(String text) {
    List<AgentAddress> all = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      AgentAddress agent = parse(one.strip());
      if (all.stream().anyMatch(other -> other.name().equals(agent.name())))
        throw new IllegalArgumentException("the agent " + agent.name() + " is named twice");
      all.add(agent);
    }
    if (all.size() > AGENTS_MOST)
      throw new IllegalArgumentException("a run has at most " + AGENTS_MOST + " agents");
    return all;
  }

  private static AgentAddress parse(String text) {
    int sign = text.indexOf('=');
    String at = sign < 0 ? text : text.substring(0, sign);
    int colon = at.lastIndexOf(':');
    try {
      int weight = sign < 0 ? 1 : Integer.parseInt(text.substring(sign + 1));
      int port = Integer.parseInt(at.substring(colon + 1));
      if (colon > 0 && in(port, PORT_MOST) && in(weight, WEIGHT_MOST))
        return new AgentAddress(at.substring(0, colon), port, weight);
    } catch (NumberFormatException _) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "an agent is HOST:PORT or HOST:PORT=WEIGHT, with a weight from 1 to %,d, not \"%s\""
            .formatted(WEIGHT_MOST, text));
  }

  private static boolean in(int number, int most) {
    return number >= 1 && number <= most;
  }

  /** As people know it. */
  public String name() {
    return host + ":" + port;
  }

  InetSocketAddress socket() {
    return new InetSocketAddress(host.replaceAll("^\\[|]$", ""), port);
  }
}
